package io.sluice.ingest.pacing;

import java.util.OptionalDouble;

/**
 * Brings a frame rate down. Media time is cut into slots of 1 / fps seconds and the first frame of each slot is wanted;
 * frames are never repeated, so a source that is slower than asked keeps its own rate.
 *
 * <p>Belongs to one thread.
 */
public final class FrameSampler {
    /** Timestamps are rounded, by many containers to milliseconds: a frame may come this early for its slot. */
    private static final long TOLERANCE_MICROS = 1000;

    private final OptionalDouble fps;
    private boolean started;
    private long firstMicros;
    private long lastSlot;

    /**
     * A sampler.
     *
     * @param fps frames a second wanted at most; empty for all
     */
    public FrameSampler(OptionalDouble fps) {
        this.fps = fps;
    }

    /**
     * Whether to take a frame. To be asked once for each, in order.
     *
     * @param mediaMicros its media time in microseconds
     */
    public boolean wants(long mediaMicros) {
        if (fps.isEmpty()) {
            return true;
        }
        if (!started || mediaMicros < firstMicros) {
            started = true;
            firstMicros = mediaMicros;
            lastSlot = 0;
            return true;
        }
        long slot = (long) ((mediaMicros - firstMicros + TOLERANCE_MICROS) / 1e6 * fps.getAsDouble());
        boolean wanted = slot != lastSlot;
        lastSlot = slot;
        return wanted;
    }
}
