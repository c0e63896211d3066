package io.sluice.inference.engine;

import java.time.Duration;
import java.util.List;
import java.util.TreeSet;

/**
 * How operating points are measured.
 *
 * @param lanes threads that run at the same time, as many as will serve
 * @param batches sizes of batches to time, in frames; kept in ascending order, each once
 * @param rounds how often each point has its turn
 * @param turn how long a turn takes, or three runs if they take longer
 */
public record CalibrationSettings(int lanes, List<Integer> batches, int rounds, Duration turn) {
    private static final int USUAL_ROUNDS = 5;
    private static final Duration USUAL_TURN = Duration.ofMillis(10);

    public CalibrationSettings {
        batches = List.copyOf(new TreeSet<>(batches));
        if (lanes < 1 || rounds < 1 || turn.isNegative() || batches.isEmpty() || batches.get(0) < 1) {
            throw new IllegalArgumentException(
                    "Expected at least one lane, one round, batches of at least one frame and"
                            + " no negative turn, found " + lanes + " lanes, " + rounds + " rounds, batches " + batches
                            + " and "
                            + turn + ".");
        }
    }

    /** Rounds enough for one of them to be quiet, and quick enough for each start. */
    public static CalibrationSettings usual(int lanes, List<Integer> batches) {
        return new CalibrationSettings(lanes, batches, USUAL_ROUNDS, USUAL_TURN);
    }

    /** Of a service whose batches have up to {@code maxBatch} frames: powers of two, and the largest. */
    public static CalibrationSettings upTo(int lanes, int maxBatch) {
        return usual(lanes, BatchSizes.POWERS_OF_TWO.upTo(maxBatch));
    }

    /** The largest batch, in frames. */
    public int maxBatch() {
        return batches.get(batches.size() - 1);
    }
}
