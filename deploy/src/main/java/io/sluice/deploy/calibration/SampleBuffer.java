package io.sluice.deploy.calibration;

import io.sluice.inference.engine.SampleFrame;
import io.sluice.inference.image.DecodeLimits;
import io.sluice.inference.image.Decoded;
import io.sluice.inference.image.FrameDecoder;
import io.sluice.inference.image.FrameSlot;
import io.sluice.inference.image.FrameSlots;
import io.sluice.inference.model.Preprocessing;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Decodes sample frames, up to a number. Closing it leaves the frames as they are. */
final class SampleBuffer implements AutoCloseable {
    private final FrameDecoder decoder;
    private final FrameSlots slots;
    private final List<SampleFrame> frames = new ArrayList<>();

    /** Puts a picture into a slot. */
    @FunctionalInterface
    interface Picture {
        Decoded into(FrameDecoder decoder, ByteBuffer slot);
    }

    SampleBuffer(int capacity, Preprocessing preprocessing) {
        this.decoder = new FrameDecoder(preprocessing, DecodeLimits.DEFAULT);
        this.slots = new FrameSlots(capacity, preprocessing.inputSize());
    }

    static void requireCount(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("Expected at least one sample, found " + count + ".");
        }
    }

    int size() {
        return frames.size();
    }

    boolean isFull() {
        return frames.size() == slots.capacity();
    }

    /** Decodes a picture; one that cannot be read is told of and left out. Not for a full buffer. */
    void add(String name, OptionalInt label, Picture picture, Consumer<String> problems) {
        FrameSlot slot = slots.tryAcquire().orElseThrow();
        if (picture.into(decoder, slot.pixels()) instanceof Decoded.Unreadable unreadable) {
            slot.release();
            problems.accept("Cannot compare on " + name + ": " + unreadable.reason());
        } else {
            frames.add(new SampleFrame(slot, label));
        }
    }

    List<SampleFrame> frames() {
        return List.copyOf(frames);
    }

    @Override
    public void close() {
        decoder.close();
    }
}
