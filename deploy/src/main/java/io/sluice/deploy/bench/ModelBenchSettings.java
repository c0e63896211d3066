package io.sluice.deploy.bench;

import java.time.Duration;

/**
 * How thoroughly models are measured.
 *
 * @param threads that run a model at the same time, one intra-op thread each
 * @param repetitions how often every combination has its turn
 * @param duration of a turn, or three runs if they take longer
 */
public record ModelBenchSettings(int threads, int repetitions, Duration duration) {
    public ModelBenchSettings {
        if (threads < 1 || repetitions < 1 || duration.isNegative()) {
            throw new IllegalArgumentException(
                    "Expected at least one thread, one repetition and no negative duration, found " + threads + ", "
                            + repetitions + " and " + duration.toMillis() + " ms.");
        }
    }
}
