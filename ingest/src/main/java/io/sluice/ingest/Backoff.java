package io.sluice.ingest;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: doubling from half a second to half a minute, each time shortened by up to
 * half at random, so that cameras that were lost together do not come back together.
 */
final class Backoff {
    static final Duration FIRST = Duration.ofMillis(500);
    static final Duration LONGEST = Duration.ofSeconds(30);

    private final RandomGenerator random;
    private Duration bound = FIRST;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** The next wait; each is about twice the one before. */
    Duration next() {
        Duration wait = Duration.ofNanos((long) (bound.toNanos() * (0.5 + random.nextDouble() / 2)));
        Duration doubled = bound.multipliedBy(2);
        bound = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        return wait;
    }

    /** Starts from the shortest wait again. */
    void reset() {
        bound = FIRST;
    }
}
