package io.sluice.inference.control;

import io.sluice.inference.model.CalibratedPoint;
import io.sluice.inference.model.Ladder;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks the controller before each batch and remembers its decision. Safe for use by all lanes. */
public final class ControlLoop {
    /** While all frames are given up no batch is run, and nobody would find out that load is gone. */
    private static final Duration OVERLOAD_MEMORY = Duration.ofSeconds(1);

    private final Steering steering;
    private final Consumer<Change> changes;
    private Ladder ladder;
    private Decision advised;
    private volatile Choice current;
    /** When a batch last met more than the fastest point can answer in time; null when the last one did not. */
    private volatile Instant overloaded;

    /**
     * A change of operating point.
     *
     * @param from the decision until now; empty at the start
     * @param to the decision from now on
     * @param load what it was decided on
     * @param served what served until now
     * @param dryRun whether it is only what would have been done
     */
    public record Change(
            Optional<Decision> from, Decision to, LoadSnapshot load, CalibratedPoint served, boolean dryRun) {}

    /**
     * What serves.
     *
     * @param rung how the next batch is run, with what is known of that
     * @param batchBound largest batch, in frames
     */
    public record Choice(CalibratedPoint rung, int batchBound) {}

    /**
     * Starts with the best point, or the pinned one.
     *
     * @param maxBatch largest batch, in frames
     * @param changes told of each change of operating point, on the thread that asked; must not block
     */
    public ControlLoop(Steering steering, int maxBatch, Consumer<Change> changes) {
        this.steering = steering;
        this.changes = changes;
        this.ladder = steering.ladder();
        this.advised = Decision.first(
                ladder.best().point(),
                maxBatch,
                ladder.rungs().size() == 1
                        ? "There is no other operating point."
                        : "This is the most faithful point of the ladder, and nothing has arrived yet.");
        this.current = choice();
    }

    /** Publishes the decision that is in force, as the first. */
    public synchronized void announce(LoadSnapshot load) {
        tell(Optional.empty(), load);
    }

    /** What serves now. */
    public Choice current() {
        return current;
    }

    /** The point of least service time that may serve. */
    public synchronized CalibratedPoint fastest() {
        return steering.pinned().orElseGet(ladder::fastest);
    }

    /** Whether frames have to give way, even at the fastest point. */
    public boolean isOverloaded(Instant now) {
        Instant since = overloaded;
        return since != null && Duration.between(since, now).compareTo(OVERLOAD_MEMORY) < 0;
    }

    /** What serves a batch that is about to be run under {@code load}. */
    public synchronized Choice next(LoadSnapshot load) {
        Decision from = advised;
        advised = steering.controller().decide(load, ladder, from);
        if (!advised.point().equals(from.point())) {
            tell(Optional.of(from), load);
        }
        if (steering.pinned().isEmpty() && changed(from)) {
            current = choice();
        }
        overloaded = load.overloads(fastest()) ? load.at() : null;
        return current;
    }

    /** The operating points to choose from now on. */
    public synchronized void use(Ladder other) {
        ladder = other;
        if (steering.pinned().isEmpty() && ladder.rung(advised.point()).isPresent()) {
            current = choice();
        }
    }

    private void tell(Optional<Decision> from, LoadSnapshot load) {
        changes.accept(new Change(
                from, advised, load, current.rung(), steering.pinned().isPresent()));
    }

    private boolean changed(Decision from) {
        return !advised.point().equals(from.point()) || advised.batchBound() != from.batchBound();
    }

    private Choice choice() {
        CalibratedPoint rung = steering.pinned()
                .or(() -> ladder.rung(advised.point()))
                .orElseThrow(() -> new IllegalStateException(
                        "The controller chose " + advised.point() + ", which is not on the ladder."));
        return new Choice(rung, advised.batchBound());
    }
}
