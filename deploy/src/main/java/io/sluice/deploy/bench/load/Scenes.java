package io.sluice.deploy.bench.load;

import io.sluice.inference.model.ClassNames;
import io.sluice.ingest.encode.JpegEncoder;
import io.sluice.ingest.source.SceneRenderer;
import io.sluice.ingest.source.SyntheticScene;
import io.sluice.schemas.ImageEncoding;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Synthetic scenes as footage: each camera has one of its own, none of which calibration has seen. */
final class Scenes {
    /** In a film; they take memory. */
    private static final int EPISODES = 4;

    private static final int JPEG_QUALITY = 85;
    private static final long FIRST_SEED = 1_000;
    private static final int UNKNOWN = -1;

    private final ClassNames names;

    /** For a model with these classes; truth is known where all shapes are among them. */
    Scenes(ClassNames names) {
        this.names = names;
    }

    Footage films(int cameras, long seed) {
        List<List<Shot>> films = IntStream.range(0, cameras)
                .mapToObj(camera -> film(FIRST_SEED + seed * cameras + camera))
                .toList();
        boolean known = films.stream()
                .flatMap(List::stream)
                .allMatch(shot -> shot.picture().truth() != UNKNOWN);
        return new Footage(films, known ? Footage.Truth.KNOWN : Footage.Truth.DENSE_MODEL);
    }

    private List<Shot> film(long seed) {
        SyntheticScene scene = new SyntheticScene(seed, SyntheticScene.DEFAULT_WIDTH, SyntheticScene.DEFAULT_HEIGHT);
        try (SceneRenderer renderer = new SceneRenderer(scene);
                JpegEncoder encoder = new JpegEncoder(JPEG_QUALITY)) {
            return LongStream.range(0, (long) EPISODES * SyntheticScene.EPISODE_FRAMES)
                    .mapToObj(frame -> shot(scene, frame, encoder.encode(renderer.draw(frame))))
                    .toList();
        }
    }

    private Shot shot(SyntheticScene scene, long frame, ByteBuffer encoded) {
        ByteBuffer copy = ByteBuffer.allocate(encoded.remaining()).put(encoded).flip();
        int truth = classOf(SyntheticScene.classNames().get(scene.truth(frame)));
        return new Shot(
                new Picture(copy, ImageEncoding.JPEG, scene.width(), scene.height(), truth),
                frame / SyntheticScene.EPISODE_FRAMES);
    }

    private int classOf(String name) {
        return IntStream.range(0, names.size())
                .filter(index -> names.name(index).equals(name))
                .findFirst()
                .orElse(UNKNOWN);
    }
}
