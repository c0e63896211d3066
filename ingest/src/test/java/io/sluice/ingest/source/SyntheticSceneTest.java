package io.sluice.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.opencv.global.opencv_core.NORM_INF;
import static org.bytedeco.opencv.global.opencv_core.norm;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.indexer.UByteIndexer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;

class SyntheticSceneTest {
    private static final SyntheticScene SCENE = new SyntheticScene(7, 320, 256);
    private static final int EPISODES = 3000;

    @Test
    void theSameSeedAndFrameGiveTheSamePictureInAnyOrder() {
        try (SceneRenderer forward = new SceneRenderer(SCENE);
                SceneRenderer backward = new SceneRenderer(SCENE)) {
            Mat later = forward.draw(100).clone();
            Mat earlier = forward.draw(3).clone();

            assertThat(norm(earlier, backward.draw(3), NORM_INF, null)).isZero();
            assertThat(norm(later, backward.draw(100), NORM_INF, null)).isZero();
        }
    }

    @Test
    void pictureAndTruthDependOnTheSeed() {
        SyntheticScene other = new SyntheticScene(8, 320, 256);
        try (SceneRenderer renderer = new SceneRenderer(SCENE);
                SceneRenderer otherRenderer = new SceneRenderer(other)) {
            assertThat(norm(renderer.draw(0), otherRenderer.draw(0), NORM_INF, null))
                    .isPositive();
        }
        assertThat(truths(SCENE)).isNotEqualTo(truths(other));
    }

    @Test
    void thingsMoveWithinAnEpisodeAndTheClassStays() {
        try (SceneRenderer renderer = new SceneRenderer(SCENE)) {
            Mat first = renderer.draw(0).clone();

            assertThat(norm(first, renderer.draw(SyntheticScene.EPISODE_FRAMES - 1), NORM_INF, null))
                    .isGreaterThan(30);
        }
        assertThat(LongStream.range(0, SyntheticScene.EPISODE_FRAMES)
                        .map(SCENE::truth)
                        .distinct())
                .hasSize(1);
    }

    @Test
    void everyClassComesAboutEquallyOften() {
        int classes = SyntheticScene.classNames().size();
        int[] counts = new int[classes];
        for (int truth : truths(SCENE)) {
            counts[truth]++;
        }

        double expected = (double) EPISODES / classes;
        assertThat(IntStream.of(counts)).allMatch(count -> Math.abs(count - expected) < 0.25 * expected);
    }

    @Test
    void theDominantShapeIsFarLargerThanAnyClutter() {
        IntStream.range(0, EPISODES).mapToObj(i -> Episode.of(SCENE, i)).forEach(episode -> {
            double radius = episode.dominant().motion().radius();
            assertThat(episode.clutter())
                    .allSatisfy(body -> assertThat(body.motion().radius()).isLessThan(0.4 * radius));
        });
    }

    @Test
    void theCentreOfTheDominantShapeSurvivesACentreCrop() {
        for (long frame = 0; frame < 45L * EPISODES; frame += 11) {
            Motion motion = SCENE.episode(frame).dominant().motion();
            double time = SyntheticScene.timeInEpisode(frame);

            assertThat(motion.xAt(time)).isBetween(160.0 - 112, 160.0 + 112);
            assertThat(motion.yAt(time)).isBetween(128.0 - 112, 128.0 + 112);
        }
    }

    @Test
    void theTruthIsWhiteInsideTheDominantShapeAndBlackOutside() {
        try (SceneRenderer renderer = new SceneRenderer(SCENE);
                UByteIndexer pixels = renderer.drawTruth(10).createIndexer()) {
            Motion motion = SCENE.episode(10).dominant().motion();
            double time = SyntheticScene.timeInEpisode(10);

            assertThat(SyntheticScene.classNames().get(SCENE.truth(10)))
                    .as("a shape without a hole")
                    .isNotIn("ring", "crescent");
            assertThat(pixels.get((long) motion.yAt(time), (long) motion.xAt(time), 0))
                    .isEqualTo(255);
            assertThat(pixels.get(0, 0, 0)).isZero();
        }
    }

    private static int[] truths(SyntheticScene scene) {
        return LongStream.range(0, EPISODES)
                .mapToInt(i -> scene.truth(i * SyntheticScene.EPISODE_FRAMES))
                .toArray();
    }
}
