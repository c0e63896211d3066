package io.sluice.inference.control;

import io.sluice.inference.model.CalibratedPoint;
import java.time.Duration;
import java.time.Instant;

/**
 * What is known of the load when a batch has been taken and is about to be run.
 *
 * @param at when
 * @param arrivalsPerSecond frames taken from the owned partitions over the last second; what comes beyond that, while the
 *     process is full, is in {@code backlog}
 * @param taken frames of the batch
 * @param backlog frames waiting, in the process and on the topic, those of this batch included
 * @param oldestAge age since capture of the oldest frame of the batch
 * @param slack time left to the most urgent frame of the batch until its {@linkplain CameraPolicy#urgency time is up};
 *     negative when it is late
 * @param deadline the shortest such time that a camera asks for: what has just arrived may take that long
 * @param inFlight frames taken and not yet answered
 * @param lanes batches that run at the same time
 * @param maxBatch largest batch, in frames
 * @param slowdown service times as observed lately, in multiples of those that calibration measured; above 0
 */
public record LoadSnapshot(
        Instant at,
        double arrivalsPerSecond,
        int taken,
        long backlog,
        Duration oldestAge,
        Duration slack,
        Duration deadline,
        long inFlight,
        int lanes,
        int maxBatch,
        double slowdown) {
    public LoadSnapshot {
        if (lanes < 1 || maxBatch < 1 || !(slowdown > 0)) {
            throw new IllegalArgumentException(
                    "Expected at least one lane, batches of at least one frame and a slowdown" + " above zero, found "
                            + lanes + ", " + maxBatch + " and " + slowdown + ".");
        }
    }

    /** Whether this is more than {@code rung} can answer in time. */
    boolean overloads(CalibratedPoint rung) {
        return !Outlook.of(this, rung, 1).suffices();
    }

    /** This without the lateness of its batch. */
    LoadSnapshot unhurried() {
        return new LoadSnapshot(
                at,
                arrivalsPerSecond,
                taken,
                backlog,
                oldestAge,
                deadline,
                deadline,
                inFlight,
                lanes,
                maxBatch,
                slowdown);
    }
}
