package io.sluice.inference.control;

import java.util.Optional;
import java.util.function.Consumer;

/** Asks the controller before each batch and remembers its decision. Safe for use by all lanes. */
public final class ControlLoop {
    private final LoadController controller;
    private final Ladder ladder;
    private final Consumer<Change> changes;
    private volatile Decision current;

    /**
     * A change of operating point.
     *
     * @param from the decision until now; empty at the start
     * @param to the decision from now on
     * @param load what it was decided on
     */
    public record Change(Optional<Decision> from, Decision to, LoadSnapshot load) {}

    /**
     * Starts with {@code first}.
     *
     * @param changes told of each change of operating point, on the thread that asked; must not block
     */
    public ControlLoop(LoadController controller, Ladder ladder, Decision first, Consumer<Change> changes) {
        this.controller = controller;
        this.ladder = ladder;
        this.changes = changes;
        this.current = first;
    }

    /** The decision until now. */
    public Decision current() {
        return current;
    }

    /** The decision for a batch that is about to be run under {@code load}. */
    public synchronized Decision next(LoadSnapshot load) {
        Decision from = current;
        Decision to = controller.decide(load, ladder, from);
        current = to;
        if (!to.point().equals(from.point())) {
            changes.accept(new Change(Optional.of(from), to, load));
        }
        return to;
    }
}
