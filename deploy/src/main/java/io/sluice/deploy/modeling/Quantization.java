package io.sluice.deploy.modeling;

import io.sluice.deploy.OperatorException;
import io.sluice.inference.engine.ActivationRecorder;
import io.sluice.inference.engine.EngineOptions;
import io.sluice.inference.engine.RangeMethod;
import io.sluice.inference.image.DecodeLimits;
import io.sluice.inference.image.Decoded;
import io.sluice.inference.image.FrameDecoder;
import io.sluice.inference.model.ActivationRanges;
import io.sluice.inference.model.CompiledModel;
import io.sluice.ingest.encode.JpegEncoder;
import io.sluice.ingest.source.SceneRenderer;
import io.sluice.ingest.source.SyntheticScene;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Measures on sample pictures the ranges of activations that INT8 needs.
 *
 * @param method how a range is chosen from the values that occurred
 */
public record Quantization(RangeMethod method) {
    /** What measured best on real photographs: see the table in inference/README.md. */
    public static final Quantization DEFAULT = new Quantization(RangeMethod.ENTROPY);

    private static final int SCENES = 32;
    private static final int JPEG_QUALITY = 90;

    /**
     * Measures on picture files.
     *
     * @param model dense, with its operands as outputs
     * @throws OperatorException where a file cannot be read
     */
    ActivationRanges onFiles(CompiledModel model, List<Path> files) {
        try (ActivationRecorder recorder = new ActivationRecorder(model, EngineOptions.DEFAULT);
                FrameDecoder decoder = new FrameDecoder(model.preprocessing(), DecodeLimits.DEFAULT)) {
            for (Path file : files) {
                if (decoder.decode(read(file), recorder.slot()) instanceof Decoded.Unreadable unreadable) {
                    throw new OperatorException("Cannot measure on " + file + ": " + unreadable.reason());
                }
                recorder.record();
            }
            return recorder.ranges(method);
        }
    }

    /**
     * Measures on scenes of the synthetic camera: for models that were trained for them, and for untrained ones, where any
     * pictures do.
     *
     * @param model dense, with its operands as outputs
     */
    ActivationRanges onScenes(CompiledModel model) {
        SyntheticScene scene = new SyntheticScene(1, SyntheticScene.DEFAULT_WIDTH, SyntheticScene.DEFAULT_HEIGHT);
        try (ActivationRecorder recorder = new ActivationRecorder(model, EngineOptions.DEFAULT);
                FrameDecoder decoder = new FrameDecoder(model.preprocessing(), DecodeLimits.DEFAULT);
                SceneRenderer renderer = new SceneRenderer(scene);
                JpegEncoder encoder = new JpegEncoder(JPEG_QUALITY)) {
            for (long episode = 0; episode < SCENES; episode++) {
                ByteBuffer jpeg = encoder.encode(renderer.draw(episode * SyntheticScene.EPISODE_FRAMES));
                decoder.decode(jpeg, recorder.slot());
                recorder.record();
            }
            return recorder.ranges(method);
        }
    }

    private static ByteBuffer read(Path file) {
        try {
            return ByteBuffer.wrap(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new OperatorException("Cannot measure on " + file + ": " + e.getMessage() + ".", e);
        }
    }
}
