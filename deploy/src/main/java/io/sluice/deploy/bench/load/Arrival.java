package io.sluice.deploy.bench.load;

import java.time.Duration;

/**
 * A frame that a camera takes.
 *
 * @param at when, from the beginning of the run
 * @param camera which, from 0
 */
public record Arrival(Duration at, int camera) {
    static Arrival atSecond(double second, int camera) {
        return new Arrival(Duration.ofNanos(Math.round(second * 1e9)), camera);
    }

    double second() {
        return at.toNanos() / 1e9;
    }
}
