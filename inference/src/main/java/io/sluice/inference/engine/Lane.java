package io.sluice.inference.engine;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.sluice.inference.image.FrameSlot;
import io.sluice.inference.image.PixelBatch;
import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.OperatingPoint;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;
import java.util.Map;

/**
 * One thread's way to run an {@link Engine}: owns the buffers that frames, amounts and answers pass through, and keeps the
 * tensors over them, one set for each batch size that has occurred. For one thread at a time.
 */
public final class Lane implements AutoCloseable {
    private final Engine engine;
    private final Sessions.Seat seat;
    private final PixelBatch batch;
    private final FloatBuffer logits;
    private final LongBuffer amounts;
    private final OnnxTensor amountsTensor;
    /** By number of frames less one; null until it occurs. */
    private final Feed[] feeds;

    private OperatingPoint lastServed;

    /**
     * What a number of frames is run with.
     *
     * @param session for the size that they are run at
     * @param pixels over the lane's buffer, of that size
     * @param answers as well
     * @param logits of the frames, without what fills up
     */
    private record Feed(OrtSession session, OnnxTensor pixels, OnnxTensor answers, Logits logits)
            implements AutoCloseable {
        @Override
        public void close() {
            pixels.close();
            answers.close();
        }
    }

    Lane(Engine engine, Sessions.Seat seat, int maxBatch) {
        this.engine = engine;
        this.seat = seat;
        this.batch = new PixelBatch(maxBatch, engine.preprocessing().inputSize());
        this.logits = direct(Math.multiplyExact(maxBatch, engine.classes()), Float.BYTES)
                .asFloatBuffer();
        this.amounts = direct(Math.max(1, engine.amounts()), Long.BYTES).asLongBuffer();
        this.amountsTensor = engine.takesAmounts() ? amountsTensor() : null;
        this.feeds = new Feed[maxBatch];
    }

    private static ByteBuffer direct(int count, int bytesEach) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(count, bytesEach)).order(ByteOrder.nativeOrder());
    }

    /** Where frames are put before {@link #run(OperatingPoint, int)}. */
    public PixelBatch batch() {
        return batch;
    }

    /**
     * Runs the first {@code frames} frames of {@link #batch}.
     *
     * @return their logits, valid until the next run
     * @throws IllegalArgumentException when the engine does not serve {@code point}
     * @throws EngineException when ONNX Runtime fails
     */
    public Logits run(OperatingPoint point, int frames) {
        if (frames < 1 || frames > feeds.length) {
            throw new IllegalArgumentException("Expected 1 to " + feeds.length + " frames, found " + frames + ".");
        }
        Feed feed = feed(frames);
        return run(point, feed.pixels(), feed);
    }

    /** Runs a batch of one straight from its slot, without a copy; otherwise as {@link #run(OperatingPoint, int)}. */
    public Logits run(OperatingPoint point, FrameSlot frame) {
        try (OnnxTensor pixels = pixelsTensor(frame.pixels(), 1)) {
            return run(point, pixels, feed(1));
        }
    }

    private Logits run(OperatingPoint point, OnnxTensor pixels, Feed feed) {
        requireServed(point);
        try {
            engine.run(feed.session(), inputs(point, pixels), Map.of(CompiledModel.LOGITS, feed.answers()));
            return feed.logits();
        } catch (OrtException e) {
            throw failed("run " + feed.logits().frames() + " frames at " + point.reducer(), e);
        }
    }

    /** The comparison of families costs more garbage than a run; the controller hands out few points, again and again. */
    private void requireServed(OperatingPoint point) {
        if (!point.equals(lastServed)) {
            engine.requireServed(point);
            lastServed = point;
        }
    }

    private Map<String, OnnxTensor> inputs(OperatingPoint point, OnnxTensor pixels) {
        if (amountsTensor == null) {
            return Map.of(CompiledModel.PIXELS, pixels);
        }
        List<Integer> told = point.schedule().amounts();
        for (int stage = 0; stage < told.size(); stage++) {
            amounts.put(stage, told.get(stage));
        }
        return Map.of(CompiledModel.PIXELS, pixels, CompiledModel.AMOUNTS, amountsTensor);
    }

    private Feed feed(int frames) {
        if (feeds[frames - 1] == null) {
            feeds[frames - 1] = newFeed(frames);
        }
        return feeds[frames - 1];
    }

    /** Up to the next size that batches are run at, whatever pictures lie there: answers do not depend on neighbours. */
    private Feed newFeed(int frames) {
        int classes = engine.classes();
        int size = engine.sizes().covering(frames, feeds.length);
        OnnxTensor pixels = pixelsTensor(batch.pixels(size), size);
        try {
            OnnxTensor answers = OnnxTensor.createTensor(
                    engine.environment(), logits.slice(0, size * classes), new long[] {size, classes});
            Logits asked = new Logits(logits.slice(0, frames * classes), frames, classes);
            return new Feed(seat.forSize(size), pixels, answers, asked);
        } catch (OrtException e) {
            pixels.close();
            throw failed("get ready for " + frames + " frames", e);
        }
    }

    private OnnxTensor pixelsTensor(ByteBuffer pixels, int frames) {
        long size = batch.inputSize();
        try {
            return OnnxTensor.createTensor(
                    engine.environment(), pixels, new long[] {frames, size, size, 3}, OnnxJavaType.UINT8);
        } catch (OrtException e) {
            throw failed("take " + frames + " frames", e);
        }
    }

    private OnnxTensor amountsTensor() {
        try {
            return OnnxTensor.createTensor(engine.environment(), amounts, new long[] {engine.amounts()});
        } catch (OrtException e) {
            throw failed("take the amounts to reduce", e);
        }
    }

    private EngineException failed(String what, OrtException e) {
        return new EngineException("Model " + engine.model() + " could not " + what + ": " + e.getMessage(), e);
    }

    @Override
    public void close() {
        for (Feed feed : feeds) {
            if (feed != null) {
                feed.close();
            }
        }
        if (amountsTensor != null) {
            amountsTensor.close();
        }
        seat.close();
    }
}
