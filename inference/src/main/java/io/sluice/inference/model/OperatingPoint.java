package io.sluice.inference.model;

/**
 * One way to run a model: how many tokens it keeps and how precisely it computes.
 *
 * @param model which weights
 * @param reducer method and amount, in canonical form (defaults left out)
 * @param precision of the matrix products
 * @param schedule tokens through the blocks, and the amounts that the graph is told
 * @param macs multiply-accumulates per picture, the reducer's own included
 */
public record OperatingPoint(
        ModelId model, ReducerSpec reducer, Precision precision, TokenSchedule schedule, long macs) {
    public OperatingPoint {
        if (macs < 1) {
            throw new IllegalArgumentException("Expected at least one multiply-accumulate, found " + macs + ".");
        }
    }

    /** Multiply-accumulates per picture, in billions. */
    public double gmacs() {
        return macs / 1e9;
    }
}
