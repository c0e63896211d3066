package io.sluice.deploy.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Everybody who looks: each is sent all there is, then what changes. */
final class Viewers implements AutoCloseable {
    /** Only ASCII, since not all that writes an event stream agrees on how to write more. */
    private final ObjectMapper json = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .build();

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
        Viewer.Message changes = message("delta", state.changes(now, nanos));
        watching.removeIf(viewer -> !viewer.offer(changes));
        List<Viewer> come = List.copyOf(waiting);
        if (!come.isEmpty()) {
            Viewer.Message all = message("state", state.all(now, nanos));
            come.forEach(viewer -> begin(viewer, all));
        }
    }

    private synchronized void begin(Viewer viewer, Viewer.Message all) {
        if (waiting.remove(viewer) && viewer.offer(all)) {
            watching.add(viewer);
        }
    }

    private Viewer.Message message(String event, Update update) {
        try {
            return new Viewer.Message(event, json.writeValueAsString(update));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
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
