package io.sluice.deploy.bench.load;

import io.sluice.deploy.bench.Spread;
import java.util.List;

/**
 * What a bench of loads found.
 *
 * @param denseCapacity frames per second that the dense model serves end to end: the unit of loads
 * @param denseCapacitySpread the same with its range over windows
 * @param load name of the load, or of the file of arrivals
 * @param meanLoad of what was offered, in multiples of the capacity
 * @param deadlineMillis from capture to publication
 * @param durationSeconds of each run
 * @param cameras that sent frames
 * @param lanes threads that ran models
 * @param repetitions of each policy that were complete; policies take turns within each
 * @param seed of phases and pictures
 * @param judgedBy what an answer is right by: accuracy, or agreement with dense where no truth is known
 * @param denseUnloaded share of the pictures shown, 0 to 1, that the dense model is right about when nothing hurries it
 * @param generatorLateMillis how late frames of all runs were handed to the producer
 * @param ladder the operating points, dense first
 * @param policies in the order asked for
 */
public record LoadResult(
        double denseCapacity,
        Spread denseCapacitySpread,
        String load,
        double meanLoad,
        long deadlineMillis,
        double durationSeconds,
        int cameras,
        int lanes,
        int repetitions,
        long seed,
        String judgedBy,
        double denseUnloaded,
        Percentiles generatorLateMillis,
        List<Step> ladder,
        List<PolicyResult> policies) {
    /**
     * A step of the ladder.
     *
     * @param point model, reducer and precision
     * @param millisPerFrame as calibration measured it, all lanes busy
     * @param quality on the calibration pictures, 0 to 1; 1 for the dense model where it is the measure
     */
    public record Step(String point, double millisPerFrame, double quality) {}
}
