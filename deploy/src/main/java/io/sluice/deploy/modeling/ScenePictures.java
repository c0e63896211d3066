package io.sluice.deploy.modeling;

import io.sluice.ingest.encode.JpegEncoder;
import io.sluice.ingest.source.SceneRenderer;
import io.sluice.ingest.source.SyntheticScene;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.LongStream;

/** Sample pictures where nobody has any: scenes of the synthetic camera, always the same. */
public final class ScenePictures {
    private static final int SEED = 1;
    private static final int JPEG_QUALITY = 90;

    private ScenePictures() {}

    /** The first frames of {@code count} episodes, as JPEG files. */
    public static List<ByteBuffer> draw(int count) {
        SyntheticScene scene = new SyntheticScene(SEED, SyntheticScene.DEFAULT_WIDTH, SyntheticScene.DEFAULT_HEIGHT);
        try (SceneRenderer renderer = new SceneRenderer(scene);
                JpegEncoder encoder = new JpegEncoder(JPEG_QUALITY)) {
            return LongStream.range(0, count)
                    .map(episode -> episode * SyntheticScene.EPISODE_FRAMES)
                    .mapToObj(frame -> copy(encoder.encode(renderer.draw(frame))))
                    .toList();
        }
    }

    private static ByteBuffer copy(ByteBuffer picture) {
        return ByteBuffer.allocate(picture.remaining()).put(picture.duplicate()).flip();
    }
}
