package io.sluice.deploy.modeling;

import io.sluice.deploy.IoReason;
import io.sluice.deploy.OperatorException;
import io.sluice.inference.engine.ActivationRecorder;
import io.sluice.inference.engine.EngineOptions;
import io.sluice.inference.engine.RangeMethod;
import io.sluice.inference.image.DecodeLimits;
import io.sluice.inference.image.Decoded;
import io.sluice.inference.image.FrameDecoder;
import io.sluice.inference.model.ActivationRanges;
import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.Smoothing;
import io.sluice.inference.weights.Checkpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * Measures on sample pictures the ranges of activations that INT8 needs.
 *
 * @param method how a range is chosen from the values that occurred
 */
public record Quantization(RangeMethod method) {
    /** What measured best on real photographs: see the table in inference/README.md. */
    public static final Quantization DEFAULT = new Quantization(RangeMethod.MIN_MAX);

    private static final int SCENES = 32;

    /** Puts a sample picture into a slot. */
    @FunctionalInterface
    private interface Sample {
        void into(FrameDecoder decoder, ByteBuffer slot);
    }

    /**
     * Measures on picture files.
     *
     * @throws OperatorException where a file cannot be read
     */
    ActivationRanges onFiles(ModelRequest request, Checkpoint checkpoint, List<Path> files) {
        List<Sample> samples = files.stream()
                .map(file -> (Sample) (decoder, slot) -> decode(file.toString(), read(file), decoder, slot))
                .toList();
        return measure(request, checkpoint, samples);
    }

    /**
     * Measures on scenes of the synthetic camera: for models that were trained for them, and for untrained ones, where any
     * pictures do.
     */
    ActivationRanges onScenes(ModelRequest request, Checkpoint checkpoint) {
        List<Sample> samples = ScenePictures.draw(SCENES).stream()
                .map(picture -> (Sample) (decoder, slot) -> decode("a scene", picture, decoder, slot))
                .toList();
        return measure(request, checkpoint, samples);
    }

    /** Twice: how large each channel becomes, and, with the channels evened out, which values occur. */
    private ActivationRanges measure(ModelRequest request, Checkpoint checkpoint, List<Sample> samples) {
        Smoothing smoothing = measured(
                request.observed(checkpoint, Smoothing.NONE),
                samples,
                recorder -> request.compiler(checkpoint).smoothing(recorder.peaks()));
        return measured(
                request.observed(checkpoint, smoothing), samples, recorder -> recorder.ranges(method, smoothing));
    }

    private static <T> T measured(CompiledModel model, List<Sample> samples, Function<ActivationRecorder, T> result) {
        try (ActivationRecorder recorder = new ActivationRecorder(model, EngineOptions.DEFAULT);
                FrameDecoder decoder = new FrameDecoder(model.preprocessing(), DecodeLimits.DEFAULT)) {
            for (Sample sample : samples) {
                sample.into(decoder, recorder.slot());
                recorder.record();
            }
            return result.apply(recorder);
        }
    }

    private static void decode(String name, ByteBuffer picture, FrameDecoder decoder, ByteBuffer slot) {
        if (decoder.decode(picture, slot) instanceof Decoded.Unreadable unreadable) {
            throw new OperatorException("Cannot measure on " + name + ": " + unreadable.reason());
        }
    }

    private static ByteBuffer read(Path file) {
        try {
            return ByteBuffer.wrap(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new OperatorException("Cannot measure on " + file + ": " + IoReason.of(e), e);
        }
    }
}
