package io.sluice.deploy.console;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Everybody who looks: each is sent all there is, then what changes. */
final class Viewers implements AutoCloseable {
    private final List<Viewer> waiting = new CopyOnWriteArrayList<>();
    private final List<Viewer> watching = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    /** One more; empty if there are too many already. From any thread. */
    synchronized Optional<Viewer> join() {
        if (closed || waiting.size() + watching.size() >= Limits.VIEWERS) {
            return Optional.empty();
        }
        Viewer viewer = new Viewer();
        waiting.add(viewer);
        return Optional.of(viewer);
    }

    /** One who has gone. From any thread. */
    void leave(Viewer viewer) {
        viewer.close();
        waiting.remove(viewer);
        watching.remove(viewer);
    }

    /** Whether anybody looks. */
    boolean any() {
        return !waiting.isEmpty() || !watching.isEmpty();
    }

    /** Sends what has changed to those who look, then all there is to those who have come. For one thread. */
    void send(ConsoleState state, long now, long nanos) {
        if (!any()) {
            return;
        }
        Viewer.Message changes = new Viewer.Message("delta", ViewJson.of(state.changes(now, nanos)));
        watching.removeIf(viewer -> !viewer.offer(changes));
        List<Viewer> come = List.copyOf(waiting);
        if (!come.isEmpty()) {
            Viewer.Message all = new Viewer.Message("state", ViewJson.of(state.all(now, nanos)));
            come.forEach(viewer -> begin(viewer, all));
        }
    }

    private synchronized void begin(Viewer viewer, Viewer.Message all) {
        if (waiting.remove(viewer) && viewer.offer(all)) {
            watching.add(viewer);
        }
    }

    /** Lets go of all. */
    synchronized void dismiss() {
        waiting.forEach(Viewer::close);
        watching.forEach(Viewer::close);
    }

    /** Lets go of all, and of those to come. */
    @Override
    public synchronized void close() {
        closed = true;
        dismiss();
    }
}
