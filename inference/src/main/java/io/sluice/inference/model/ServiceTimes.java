package io.sluice.inference.model;

import java.time.Duration;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How long a batch takes at one operating point on one device, every lane being busy. Between two measured sizes the time
 * is interpolated linearly; beyond them it is proportional to the number of frames.
 *
 * @param byBatch time of a batch by its size in frames; at least one
 */
public record ServiceTimes(NavigableMap<Integer, Duration> byBatch) {
    public ServiceTimes {
        byBatch = Collections.unmodifiableNavigableMap(new TreeMap<>(byBatch));
        if (byBatch.isEmpty()
                || byBatch.firstKey() < 1
                || byBatch.values().stream().anyMatch(time -> time.isNegative() || time.isZero())) {
            throw new IllegalArgumentException(
                    "Expected a time above zero for at least one batch of at least one frame, found " + byBatch + ".");
        }
    }

    /** Of batches of one frame, or in proportion to it. */
    public static ServiceTimes perFrame(Duration time) {
        return new ServiceTimes(new TreeMap<>(Collections.singletonMap(1, time)));
    }

    /** The time of a batch of {@code frames} frames. */
    public Duration of(int frames) {
        Duration measured = byBatch.get(frames);
        return measured == null ? estimated(frames) : measured;
    }

    private Duration estimated(int frames) {
        Integer below = byBatch.lowerKey(frames);
        Integer above = byBatch.higherKey(frames);
        if (below == null || above == null) {
            int nearest = below == null ? above : below;
            return scaled(byBatch.get(nearest), (double) frames / nearest);
        }
        Duration least = byBatch.get(below);
        return least.plus(scaled(byBatch.get(above).minus(least), (double) (frames - below) / (above - below)));
    }

    private static Duration scaled(Duration time, double factor) {
        return Duration.ofNanos(Math.round(time.toNanos() * factor));
    }
}
