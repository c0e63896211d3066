package io.sluice.deploy.bench.load;

import java.time.Duration;

/**
 * What a load is a load for.
 *
 * @param capacity frames per second that the dense model serves end to end
 * @param duration of the run
 * @param cameras at least one
 * @param seed of everything that is left to chance: the cameras' phases
 */
public record Demand(double capacity, Duration duration, int cameras, long seed) {
    public Demand {
        if (!(capacity > 0) || duration.isNegative() || duration.isZero() || cameras < 1) {
            throw new IllegalArgumentException("Expected a capacity and a duration above zero and at least one camera,"
                    + " found " + capacity + " frames/s, " + duration.toMillis() + " ms and " + cameras + ".");
        }
    }

    double seconds() {
        return duration.toNanos() / 1e9;
    }
}
