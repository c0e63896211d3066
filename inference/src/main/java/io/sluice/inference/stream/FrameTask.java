package io.sluice.inference.stream;

import io.sluice.inference.image.FrameSlot;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

/** A decoded frame that waits for its batch, until somebody claims it: a lane to run it, or admission to give it up. */
final class FrameTask {
    private final FrameSlot slot;
    private final String camera;
    private final Instant capturedAt;
    private final AtomicBoolean claimed = new AtomicBoolean();

    /**
     * @param slot its pixels; lent to this task until it is answered
     * @param camera that it is of
     * @param capturedAt when ingest took it
     */
    FrameTask(FrameSlot slot, String camera, Instant capturedAt) {
        this.slot = slot;
        this.camera = camera;
        this.capturedAt = capturedAt;
    }

    /** Only for whoever has claimed the frame. */
    FrameSlot slot() {
        return slot;
    }

    String camera() {
        return camera;
    }

    /** Since capture; never negative: the clock of a camera's host may be ahead. */
    Duration age(Instant now) {
        return age(capturedAt, now);
    }

    static Duration age(Instant capturedAt, Instant now) {
        Duration age = Duration.between(capturedAt, now);
        return age.isNegative() ? Duration.ZERO : age;
    }

    /** Whether the caller is the first to ask, and so the one who answers. */
    boolean claim() {
        return !claimed.getAndSet(true);
    }
}
