package io.sluice.inference.control;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.DoubleStream;

/**
 * Which weights are borne by cameras that send frames: nobody gives way to a camera that is not there, such as one whose id
 * was misspelt. Safe for concurrent use.
 */
final class WeightsSeen {
    /** A camera that sends less often than that holds its place only while its own frame is looked at. */
    private static final long LATELY_MILLIS = Duration.ofSeconds(10).toMillis();

    private static final long NEVER = Long.MIN_VALUE;

    /** When a frame of a camera of each weight was last seen, heaviest first. */
    private final NavigableMap<Double, AtomicLong> seenMillis = new TreeMap<>(Comparator.reverseOrder());

    /** @param weights all that there are */
    WeightsSeen(DoubleStream weights) {
        weights.forEach(weight -> seenMillis.putIfAbsent(weight, new AtomicLong(NEVER)));
    }

    /** A frame of a camera of this weight is looked at. */
    void saw(double weight, Instant now) {
        seenMillis.get(weight).set(now.toEpochMilli());
    }

    /** The largest weight of a camera that sent a frame lately; empty where none did. */
    OptionalDouble heaviest(Instant now) {
        long since = now.toEpochMilli() - LATELY_MILLIS;
        return seenMillis.entrySet().stream()
                .filter(seen -> seen.getValue().get() >= since)
                .mapToDouble(Map.Entry::getKey)
                .findFirst();
    }
}
