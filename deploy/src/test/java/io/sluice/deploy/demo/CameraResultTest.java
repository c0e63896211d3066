package io.sluice.deploy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What the account of a demo claims, and what it does not. */
final class CameraResultTest {
    @Test
    void onlyACompleteCameraIsSaidToBeAnsweredOnceAndInOrder() {
        assertThat(text(camera(10, 0, 0))).contains("0 unanswered; each once, in order");
    }

    @Test
    void framesThatWaitAtTheEndAreNoFailureAndGetNoCause() {
        CameraResult waiting = camera(7, 3, 0);

        assertThat(waiting.problems()).isEmpty();
        assertThat(text(waiting))
                .contains("3 unanswered; answers in order, none twice")
                .contains("10 offered = 7 labelled + 0 shed + 0 rejected + 3 in flight")
                .contains("3 frames had no answer when the demo ended; inference had taken 8 of 10 from Kafka");
    }

    @Test
    void framesThatLaterAnswersOvertookAreLost() {
        CameraResult holes = camera(7, 3, 2);

        assertThat(holes.problems())
                .containsExactly("Camera 'road': 2 frames were lost: later ones have answers, they have none.");
        assertThat(text(holes)).contains("3 unanswered; 2 LOST");
    }

    @Test
    void accuracyIsToldWhereTheTruthIsKnownAndOnlyThere() {
        CameraResult drawn = new CameraResult(
                "road", "drawn", "stopped", "", 48, 0, 0, 48, 48, 0, 0, 0, 0, 0, 0, new Accuracy(47, 48));

        assertThat(text(drawn))
                .contains("each once, in order; top-1 97.9 % of 48 frames")
                .contains("Labels against what was drawn: top-1 97.9 % of 48 frames");
        assertThat(text(camera(10, 0, 0))).doesNotContain("top-1");
    }

    @Test
    void intervalsAreCountedAndThoseThatGoOn() {
        assertThat(text(camera(10, 0, 0)))
                .contains("5 intervals in which a camera showed something, 2 of them still open");
    }

    private static CameraResult camera(long labelled, long unanswered, long lost) {
        return new CameraResult(
                "road", "road.mp4", "stopped", "", 10, 0, 0, 10, labelled, 0, 0, unanswered, lost, 0, 0, null);
    }

    private static String text(CameraResult camera) {
        return DemoText.of(new DemoResult(
                camera.offered(),
                camera.labelled(),
                0,
                0,
                camera.unanswered(),
                8,
                30,
                null,
                null,
                null,
                "model",
                "none",
                "FP32",
                List.of(new PointShare("model", "none", "FP32", camera.labelled())),
                camera.accuracy(),
                new IntervalCounts(5, 3),
                List.of(camera)));
    }
}
