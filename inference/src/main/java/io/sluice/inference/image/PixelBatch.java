package io.sluice.inference.image;

import java.nio.ByteBuffer;

/**
 * Room for a batch of frames as a model takes them, {@code uint8 [capacity, inputSize, inputSize, 3]} in one direct buffer
 * that is used again and again. For one thread at a time.
 */
public final class PixelBatch {
    private final int inputSize;
    private final int frameBytes;
    private final int capacity;
    private final ByteBuffer pixels;

    /**
     * Takes {@code capacity * inputSize * inputSize * 3} bytes outside the heap.
     *
     * @param capacity frames that it holds
     * @param inputSize height and width of a frame in pixels
     */
    public PixelBatch(int capacity, int inputSize) {
        if (capacity < 1) {
            throw new IllegalArgumentException("Expected a capacity of at least one frame, found " + capacity + ".");
        }
        this.inputSize = inputSize;
        this.capacity = capacity;
        this.frameBytes = frameBytes(inputSize);
        this.pixels = ByteBuffer.allocateDirect(Math.multiplyExact(capacity, frameBytes));
    }

    /** Bytes of a square frame of {@code inputSize} pixels a side. */
    static int frameBytes(int inputSize) {
        if (inputSize < 1) {
            throw new IllegalArgumentException(
                    "Expected an input size of at least one pixel, found " + inputSize + ".");
        }
        return Math.multiplyExact(3, Math.multiplyExact(inputSize, inputSize));
    }

    /** Frames that it holds. */
    public int capacity() {
        return capacity;
    }

    /** Height and width of a frame in pixels. */
    public int inputSize() {
        return inputSize;
    }

    /** The place of frame {@code index}, {@code uint8 [inputSize, inputSize, 3]}: a view to write to or read from. */
    public ByteBuffer slot(int index) {
        return pixels.slice(index * frameBytes, frameBytes);
    }

    /** The first {@code frames} frames, {@code uint8 [frames, inputSize, inputSize, 3]}: a view. */
    public ByteBuffer pixels(int frames) {
        return pixels.slice(0, frames * frameBytes);
    }

    /** Copies a decoded frame to place {@code index}. */
    public void put(int index, FrameSlot frame) {
        pixels.put(index * frameBytes, frame.pixels(), 0, frameBytes);
    }
}
