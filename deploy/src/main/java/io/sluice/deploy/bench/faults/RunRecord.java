package io.sluice.deploy.bench.faults;

import io.sluice.deploy.OperatorException;
import io.sluice.deploy.bench.faults.Violation.Kind;
import io.sluice.ingest.pacing.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What happened in a run, as it happens. Safe for use from many threads. */
final class RunRecord {
    private final Consumer<String> view;
    private final BooleanSupplier stop;
    private final long startNanos = System.nanoTime();
    private final List<Violation> violations = new CopyOnWriteArrayList<>();
    private final List<Life> lives = new CopyOnWriteArrayList<>();
    private final AtomicInteger starts = new AtomicInteger();
    private final AtomicInteger refusedStarts = new AtomicInteger();

    /**
     * @param view told of it, a line each
     * @param stop whether the run is to end now
     */
    RunRecord(Consumer<String> view, BooleanSupplier stop) {
        this.view = view;
        this.stop = stop;
    }

    /** The run is to end now; what it would have found is not known. */
    static final class Stopped extends OperatorException {
        private static final long serialVersionUID = 1L;

        Stopped() {
            super("The run was stopped before its end.");
        }
    }

    /** Lets time pass. */
    void pause(Duration time) throws InterruptedException {
        Ticker.system().pause(time.toNanos());
        requireNotStopped();
    }

    /**
     * To be asked in everything that takes long.
     *
     * @throws Stopped if the run is to end now
     */
    void requireNotStopped() {
        if (stop.getAsBoolean()) {
            throw new Stopped();
        }
    }

    void say(String what) {
        view.accept(String.format(Locale.ROOT, "%6.1f s  %s", seconds(), what));
    }

    double seconds() {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    void violated(Kind kind, String what) {
        violated(List.of(new Violation(kind, what)));
    }

    void violated(List<Violation> found) {
        violations.addAll(found);
        found.stream().limit(10).forEach(violation -> say("VIOLATION " + violation));
    }

    List<Violation> violations() {
        return List.copyOf(violations);
    }

    void ended(Life life) {
        lives.add(life);
    }

    /** Whether a process ended in order and said what it counted. */
    boolean hasEnded(String instance) {
        return lives.stream().anyMatch(life -> life.instance().equals(instance));
    }

    List<Life> lives() {
        return new ArrayList<>(lives);
    }

    void started() {
        starts.incrementAndGet();
    }

    int starts() {
        return starts.get();
    }

    void refusedStart() {
        refusedStarts.incrementAndGet();
    }

    int refusedStarts() {
        return refusedStarts.get();
    }
}
