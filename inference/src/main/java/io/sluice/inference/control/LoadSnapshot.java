package io.sluice.inference.control;

import java.time.Duration;
import java.util.Optional;

/**
 * What is known of the load when a batch is about to be taken.
 *
 * @param arrivalsPerSecond frames arriving on the owned partitions, per second
 * @param backlog frames waiting, in the process and on the topic
 * @param oldestAge age since capture of the oldest frame of the batch; zero before the first
 * @param inFlight frames taken and not yet answered
 * @param servicePerFrame service time per frame as observed lately; empty when nothing has run yet
 */
public record LoadSnapshot(
        double arrivalsPerSecond, long backlog, Duration oldestAge, long inFlight, Optional<Duration> servicePerFrame) {
    /** Nothing has arrived yet. */
    public static final LoadSnapshot IDLE = new LoadSnapshot(0, 0, Duration.ZERO, 0, Optional.empty());
}
