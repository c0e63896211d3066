package io.sluice.deploy.modeling;

import io.sluice.inference.engine.Lane;
import io.sluice.inference.engine.TopLabels;
import io.sluice.inference.image.DecodeLimits;
import io.sluice.inference.image.Decoded;
import io.sluice.inference.image.FrameDecoder;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.ingest.encode.JpegEncoder;
import io.sluice.ingest.source.SceneRenderer;
import io.sluice.ingest.source.SyntheticScene;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.LongStream;

/**
 * How often the demo's model is right about frames that it was not trained on. They go the way of all frames: drawn, encoded as
 * JPEG, decoded, run by ONNX Runtime.
 *
 * @param right frames that it named truly
 * @param frames all of them
 * @param gmacs multiply-accumulates a frame, in billions
 */
record SceneAccuracy(long right, long frames, double gmacs) {
    private static final int JPEG_QUALITY = 90;

    /** No divisor of an episode's frames, so that episodes are met at all their times. */
    private static final long STRIDE = 31;

    /**
     * Over as many frames, spread over a scene.
     *
     * @param seed of the scene; those from {@code 1L << 32} on were trained on
     */
    static SceneAccuracy of(ReducerSpec reducer, long seed, long frames) {
        SyntheticScene scene = new SyntheticScene(seed, SyntheticScene.DEFAULT_WIDTH, SyntheticScene.DEFAULT_HEIGHT);
        try (LoadedModel model = load(reducer);
                Judge judge = new Judge(scene, model)) {
            long right = LongStream.range(0, frames)
                    .filter(i -> judge.right(i * STRIDE))
                    .count();
            return new SceneAccuracy(right, frames, model.point().gmacs());
        }
    }

    private static LoadedModel load(ReducerSpec reducer) {
        return DemoModel.load(new ModelRequest(
                Optional.of(reducer),
                OptionalInt.empty(),
                PrecisionRequest.USUAL,
                PictureRequest.USUAL,
                Optional.empty()));
    }

    double percent() {
        return 100.0 * right / frames;
    }

    private static final class Judge implements AutoCloseable {
        private final SyntheticScene scene;
        private final LoadedModel model;
        private final SceneRenderer renderer;
        private final JpegEncoder encoder = new JpegEncoder(JPEG_QUALITY);
        private final FrameDecoder decoder;
        private final Lane lane;

        Judge(SyntheticScene scene, LoadedModel model) {
            this.scene = scene;
            this.model = model;
            renderer = new SceneRenderer(scene);
            decoder = new FrameDecoder(model.engine().preprocessing(), DecodeLimits.DEFAULT);
            lane = model.engine().lane(1);
        }

        boolean right(long frame) {
            Decoded decoded = decoder.decode(
                    encoder.encode(renderer.draw(frame)), lane.batch().slot(0));
            int found =
                    new TopLabels(1).of(lane.run(model.point(), 1), 0).get(0).index();
            return decoded == Decoded.READY && found == scene.truth(frame);
        }

        @Override
        public void close() {
            lane.close();
            decoder.close();
            encoder.close();
            renderer.close();
        }
    }
}
