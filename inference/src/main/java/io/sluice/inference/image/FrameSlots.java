package io.sluice.inference.image;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A fixed number of {@link FrameSlot}s outside the heap: the bound of decoded frames that wait for their batch or are in it.
 * For any number of threads.
 */
public final class FrameSlots {
    private final int capacity;
    private final BlockingQueue<FrameSlot> free;

    /**
     * Takes {@code capacity * inputSize * inputSize * 3} bytes outside the heap.
     *
     * @param capacity slots
     * @param inputSize height and width of a frame in pixels
     */
    public FrameSlots(int capacity, int inputSize) {
        if (capacity < 1) {
            throw new IllegalArgumentException("Expected at least one slot, found " + capacity + ".");
        }
        int frameBytes = PixelBatch.frameBytes(inputSize);
        this.capacity = capacity;
        this.free = new ArrayBlockingQueue<>(capacity);
        for (int i = 0; i < capacity; i++) {
            free.add(new FrameSlot(this, frameBytes));
        }
    }

    /** A slot if one is free now; its content is left over from its last use. */
    public Optional<FrameSlot> tryAcquire() {
        return lent(free.poll());
    }

    /** A slot, or empty when none came free within {@code timeout}. */
    public Optional<FrameSlot> acquire(Duration timeout) throws InterruptedException {
        return lent(free.poll(timeout.toNanos(), TimeUnit.NANOSECONDS));
    }

    /** Slots in all. */
    public int capacity() {
        return capacity;
    }

    /** Slots that nobody holds at the moment. */
    public int available() {
        return free.size();
    }

    void takeBack(FrameSlot slot) {
        free.add(slot);
    }

    private static Optional<FrameSlot> lent(FrameSlot slot) {
        if (slot != null) {
            slot.lend();
        }
        return Optional.ofNullable(slot);
    }
}
