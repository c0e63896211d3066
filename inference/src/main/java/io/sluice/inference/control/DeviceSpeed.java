package io.sluice.inference.control;

import io.sluice.inference.model.CalibratedPoint;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * How much slower than at its calibration the device is now: the median, over the last batches, of the time a batch took
 * over the time that was calibrated for it. One factor for all operating points, since what slows a device (another
 * tenant, heat) slows all of them.
 *
 * <p>Calibration keeps every lane busy, and a lane alone is faster than that. So a batch that ran beside idle lanes counts
 * as slow if it was slow nevertheless, but never as fast: nothing is learnt of the device's best from times when it was not
 * asked for it.
 * What has been seen is forgotten after a few seconds; with nothing in memory the calibration holds.
 *
 * <p>Safe for use by all lanes.
 */
public final class DeviceSpeed {
    /** Odd, and few enough to follow a change within a fraction of a second; one slow batch, or three, is no change. */
    private static final int SAMPLES = 9;

    private static final long MEMORY_NANOS = Duration.ofSeconds(3).toNanos();

    private final int lanes;
    private final LongSupplier nanoTime;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private int running;

    private record Sample(long atNanos, double ratio) {}

    /**
     * @param lanes of the device
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    public DeviceSpeed(int lanes, LongSupplier nanoTime) {
        this.lanes = lanes;
        this.nanoTime = nanoTime;
    }

    /** A batch that is running. */
    public final class Run {
        private final long beginNanos = nanoTime.getAsLong();
        private final boolean fullAtBegin = running == lanes;

        private Run() {}

        /** It has been run, at {@code point} with {@code frames} frames. */
        public void end(CalibratedPoint point, int frames) {
            finish(this, point.service().of(frames));
        }
    }

    /** A lane begins to run a batch. */
    public synchronized Run begin() {
        running++;
        return new Run();
    }

    private synchronized void finish(Run run, Duration calibrated) {
        long now = nanoTime.getAsLong();
        boolean loaded = run.fullAtBegin && running == lanes;
        running--;
        double ratio = (double) Math.max(1, now - run.beginNanos) / calibrated.toNanos();
        samples.add(new Sample(now, loaded ? ratio : Math.max(1, ratio)));
        if (samples.size() > SAMPLES) {
            samples.remove();
        }
    }

    /** Service times now, in multiples of the calibrated ones; 1 when nothing is known. */
    public synchronized double slowdown() {
        long oldest = nanoTime.getAsLong() - MEMORY_NANOS;
        while (!samples.isEmpty() && samples.peek().atNanos() < oldest) {
            samples.remove();
        }
        return samples.size() < (SAMPLES + 1) / 2 ? 1 : median();
    }

    /** Asked for each frame. */
    private double median() {
        double[] ratios = new double[samples.size()];
        int next = 0;
        for (Sample sample : samples) {
            ratios[next++] = sample.ratio();
        }
        Arrays.sort(ratios);
        return ratios[ratios.length / 2];
    }
}
