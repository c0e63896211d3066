package io.sluice.inference.batch;

import java.time.Duration;

/**
 * How {@link BatchScheduler} forms batches.
 *
 * @param lanes batches run at the same time, each on a thread of its own; at least 1
 * @param linger how long the oldest task may wait for others to fill its batch while a lane is free; zero: not at all
 */
public record BatchSettings(int lanes, Duration linger) {
    public BatchSettings {
        if (lanes < 1) {
            throw new IllegalArgumentException("Expected at least one lane, found " + lanes + ".");
        }
        if (linger.isNegative()) {
            throw new IllegalArgumentException("Expected a linger of zero or more, found " + linger + ".");
        }
    }
}
