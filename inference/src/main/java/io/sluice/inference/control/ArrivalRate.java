package io.sluice.inference.control;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;

/** Frames per second over the last second, counted in slices so that it moves with each of them. Safe for concurrent use. */
public final class ArrivalRate {
    private static final int SLICES = 20;
    private static final long SLICE_NANOS = Duration.ofSeconds(1).toNanos() / SLICES;

    private final LongSupplier nanoTime;
    private final long startNanos;
    /** Counts of the last slices, that of slice s at s modulo their number; the current one is not full yet. */
    private final long[] counts = new long[SLICES + 1];

    private long slice;

    /** @param nanoTime a clock like {@link System#nanoTime} */
    public ArrivalRate(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
    }

    /** A frame has arrived. */
    public synchronized void arrived() {
        moveOn();
        counts[place(slice)]++;
    }

    /** Over the last second. */
    public synchronized double perSecond() {
        long inSliceNanos = moveOn() - slice * SLICE_NANOS;
        return Arrays.stream(counts).sum() * 1e9 / (SLICES * SLICE_NANOS + inSliceNanos);
    }

    /** Empties the slices that have passed without a frame; returns the time since the start. */
    private long moveOn() {
        long passedNanos = nanoTime.getAsLong() - startNanos;
        long now = passedNanos / SLICE_NANOS;
        long from = Math.max(slice + 1, now - SLICES);
        for (long passed = from; passed <= now; passed++) {
            counts[place(passed)] = 0;
        }
        slice = Math.max(slice, now);
        return passedNanos;
    }

    private int place(long index) {
        return (int) (index % counts.length);
    }
}
