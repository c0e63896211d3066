package io.sluice.ingest.pacing;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * Holds frames back until they are due: the first at once, every other as long after it as its media time is after the
 * first one's. The anchor is set anew when media time jumps, and when the player has fallen behind by more than {@link
 * #MAX_LAG}: playing on at real time beats rushing through what was missed.
 *
 * <p>Belongs to one thread.
 */
public final class MediaClock {
    /** Above a hiccup of disk, network or garbage collector; below what a viewer calls a stall. */
    static final Duration MAX_LAG = Duration.ofSeconds(1);

    /** Larger steps between two frames are a new beginning, not a long wait; unless few frames are wanted. */
    static final Duration MAX_STEP = Duration.ofSeconds(10);

    /** Wanted frames may lie this many of their intervals apart, since each is the first of its slot. */
    private static final double MAX_INTERVALS = 2;

    private static final long NANOS_PER_MICRO = 1000;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Ticker ticker;
    private final long maxStepNanos;
    private boolean anchored;
    private long anchorNanos;
    private long anchorMicros;
    private long lastMicros;

    /**
     * A clock that starts with the first frame.
     *
     * @param fps frames a second wanted at most, above 0; empty for all
     */
    public MediaClock(Ticker ticker, OptionalDouble fps) {
        this.ticker = ticker;
        maxStepNanos = fps.isEmpty()
                ? MAX_STEP.toNanos()
                : Math.max(MAX_STEP.toNanos(), Math.round(MAX_INTERVALS * NANOS_PER_SECOND / fps.getAsDouble()));
    }

    /**
     * Waits until a frame is due.
     *
     * @param mediaMicros its media time in microseconds
     */
    public void await(long mediaMicros) throws InterruptedException {
        long now = ticker.nanos();
        long step = mediaMicros - lastMicros;
        lastMicros = mediaMicros;
        if (!anchored || step < 0 || step * NANOS_PER_MICRO > maxStepNanos) {
            anchor(now, mediaMicros);
            return;
        }
        long waitNanos = anchorNanos + (mediaMicros - anchorMicros) * NANOS_PER_MICRO - now;
        if (waitNanos > 0) {
            ticker.pause(waitNanos);
        } else if (-waitNanos > MAX_LAG.toNanos()) {
            anchor(now, mediaMicros);
        }
    }

    private void anchor(long now, long mediaMicros) {
        anchored = true;
        anchorNanos = now;
        anchorMicros = mediaMicros;
    }
}
