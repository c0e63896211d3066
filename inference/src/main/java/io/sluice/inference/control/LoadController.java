package io.sluice.inference.control;

import io.sluice.inference.model.Ladder;

/**
 * Chooses how the next batch is run. A pure function: the same load, ladder and previous decision give the same decision,
 * so that it can be replayed and explained.
 */
@FunctionalInterface
public interface LoadController {
    /**
     * The decision for the next batch.
     *
     * @param load what is known of the load
     * @param ladder the points that are ready on this device
     * @param previous the decision until now
     */
    Decision decide(LoadSnapshot load, Ladder ladder, Decision previous);

    /** Stays with the first decision for ever: the operating point is the user's choice. */
    static LoadController fixed() {
        return (load, ladder, previous) -> previous;
    }
}
