package io.sluice.inference.image;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Room for one decoded frame, lent by {@link FrameSlots} until it is released. It may be handed from thread to thread by
 * anything that orders memory, such as a queue.
 */
public final class FrameSlot {
    private final FrameSlots owner;
    private final ByteBuffer pixels;
    private final AtomicBoolean lent = new AtomicBoolean();

    FrameSlot(FrameSlots owner, int frameBytes) {
        this.owner = owner;
        this.pixels = ByteBuffer.allocateDirect(frameBytes);
    }

    /** {@code uint8 [inputSize, inputSize, 3]} in a direct buffer, always from 0 to capacity; use absolute access. */
    public ByteBuffer pixels() {
        return pixels;
    }

    /** Takes the pixels of {@code other}, a slot of the same size. */
    public void copyFrom(FrameSlot other) {
        pixels.put(0, other.pixels, 0, pixels.capacity());
    }

    /**
     * Gives the slot back; its content is then another's.
     *
     * @throws IllegalStateException when it was given back already
     */
    public void release() {
        if (!lent.compareAndSet(true, false)) {
            throw new IllegalStateException("A frame slot was released twice.");
        }
        owner.takeBack(this);
    }

    void lend() {
        lent.set(true);
    }
}
