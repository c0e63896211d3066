package io.sluice.deploy.view;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** How fast a count grows, over the last seconds. */
public final class SlidingRate {
    private static final long WINDOW_NANOS = Duration.ofSeconds(3).toNanos();

    private record Sample(long nanos, long count) {}

    private final Deque<Sample> samples = new ArrayDeque<>();

    /**
     * Takes a sample; several a second are expected.
     *
     * @param nanos now
     * @param count which never falls
     * @return growth per second since the oldest sample of the window; 0 for the first
     */
    public double perSecond(long nanos, long count) {
        samples.addLast(new Sample(nanos, count));
        while (nanos - samples.getFirst().nanos() > WINDOW_NANOS) {
            samples.removeFirst();
        }
        Sample oldest = samples.getFirst();
        return (count - oldest.count()) * 1e9 / Math.max(1, nanos - oldest.nanos());
    }
}
