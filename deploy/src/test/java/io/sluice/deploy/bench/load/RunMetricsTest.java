package io.sluice.deploy.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.schemas.ImageEncoding;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Judged by hand first. */
final class RunMetricsTest {
    private static final Duration DEADLINE = Duration.ofMillis(250);
    private static final Fate.Point DENSE = new Fate.Point("m@1", "none", "FLOAT32");
    private static final Fate.Point FAST = new Fate.Point("m@1", "ppt:r=50", "FLOAT32");
    private static final int TRUTH = 7;
    private static final Picture PICTURE = new Picture(ByteBuffer.allocate(0), ImageEncoding.JPEG, 1, 1, TRUTH);

    private final List<FrameFate> frames = new ArrayList<>();

    @Test
    void onlyRightAndInTimeCounts() {
        add(0, 0, labelled(TRUTH, 100, DENSE));
        add(0, 1, labelled(TRUTH, 250, DENSE));
        add(0, 2, labelled(TRUTH, 251, DENSE));
        add(0, 3, labelled(1, 100, DENSE));
        add(0, 4, new Fate.Shed("too old", Duration.ofMillis(240)));
        add(0, 5, new Fate.Rejected("torn"));
        add(0, 6, Fate.LOST);
        add(0, 7, labelled(TRUTH, 50, DENSE));

        RunMetrics run = judged();

        assertThat(run.effectiveAccuracy()).isEqualTo(3 / 8.0);
        assertThat(run.deadlineAttainment()).isEqualTo(4 / 8.0);
        assertThat(run.servedAccuracy()).isEqualTo(4 / 5.0);
        assertThat(run.counts()).isEqualTo(new Counts(8, 5, 1, 1, 1));
        assertThat(run.age()).isEqualTo(new Percentiles(100, 251, 251));
        assertThat(run.readAge()).isEqualTo(new Percentiles(110, 261, 261));
    }

    @Test
    void fairnessIsBetweenCameras() {
        for (int i = 0; i < 4; i++) {
            add(0, i, labelled(TRUTH, 10, DENSE));
            add(1, i, i < 2 ? labelled(TRUTH, 10, DENSE) : Fate.LOST);
        }

        RunMetrics run = judged();

        assertThat(run.worstCamera()).isEqualTo(0.5);
        // (1 + 0.5)^2 / (2 (1 + 0.25))
        assertThat(run.jain()).isCloseTo(0.9, within(1e-12));
    }

    @Test
    void switchesAreCountedInTheOrderOfBatching() {
        Fate.Point[] points = {DENSE, FAST, FAST, DENSE, DENSE};
        for (int i = 0; i < points.length; i++) {
            add(i % 2, i, labelled(TRUTH, 10, points[i], i));
        }
        Collections.reverse(frames);

        assertThat(judged().switches()).isEqualTo(2);
        assertThat(judged().points()).isEqualTo(Map.of("m none FLOAT32", 3L, "m ppt:r=50 FLOAT32", 2L));
    }

    @Test
    void flickerIsWithinAScene() {
        scene(0, labelled(1, 10, DENSE));
        scene(0, labelled(2, 10, DENSE)); // differs
        scene(0, Fate.LOST);
        scene(0, labelled(2, 10, DENSE)); // the answer before it was the same
        scene(1, labelled(3, 10, DENSE)); // another scene
        scene(1, labelled(3, 10, DENSE));

        assertThat(judged().flicker()).isCloseTo(1 / 3.0, within(1e-12));
    }

    @Test
    void recoveryIsTheFirstSecondThatIsWell() {
        for (int i = 0; i < 100; i++) {
            double second = i / 10.0;
            Fate.Point point = second < 6 ? FAST : DENSE;
            Fate fate = second >= 3 && second < 4.5 ? labelled(TRUTH, 900, point) : labelled(TRUTH, 10, point);
            frames.add(new FrameFate(Arrival.atSecond(second, 0), i, new Shot(PICTURE, 0), 1, fate));
        }

        Moment fall = new Moment("fall", 3, 10);
        RunMetrics run = RunMetrics.of(frames, DEADLINE, List.of(fall), DENSE);

        assertThat(run.recoveries()).singleElement().satisfies(recovery -> {
            assertThat(recovery.moment()).isEqualTo("fall");
            assertThat(recovery.inTimeSeconds()).isCloseTo(1.5, within(1e-9));
            assertThat(recovery.bestSeconds()).isCloseTo(3, within(1e-9));
        });
    }

    @Test
    void whatNeverRecoversTookAllTheTimeThereWas() {
        add(0, 0, Fate.LOST);

        Recovery recovery = Recovery.after(new Moment("fall", 0, 4), frames, DEADLINE, DENSE);

        assertThat(recovery).isEqualTo(new Recovery("fall", 4, 4));
    }

    @Test
    void intervalsAreStudentsAndNeedTwoRuns() {
        assertThat(Interval.of(List.of(1.0))).isEmpty();
        assertThat(Interval.of(List.of(1.0, 2.0, 3.0))).hasValueSatisfying(interval -> {
            // s = 1, so 4.303 / sqrt(3)
            assertThat(interval.low()).isCloseTo(2 - 2.48434, within(1e-4));
            assertThat(interval.high()).isCloseTo(2 + 2.48434, within(1e-4));
        });
    }

    @Test
    void repetitionsAreAveragedAndTheirCountsSummed() {
        add(0, 0, labelled(TRUTH, 10, DENSE));
        RunMetrics good = judged();
        frames.clear();
        add(0, 0, Fate.LOST);
        RunMetrics bad = judged();

        PolicyResult result = PolicyResult.of(
                "sluice",
                "sluice",
                List.of(
                        new JudgedRun(good, 10, OptionalDouble.of(0.8)),
                        new JudgedRun(bad, 20, OptionalDouble.empty())));

        assertThat(result.effectiveAccuracy()).isEqualTo(0.5);
        assertThat(result.cpuMillisPerFrame()).isEqualTo(15);
        assertThat(result.sameLabelsAsDense()).isEqualTo(0.8);
        assertThat(result.offered()).isEqualTo(2);
        assertThat(result.labelled() + result.shed() + result.rejected() + result.lost())
                .isEqualTo(result.offered());
        assertThat(result.intervals()).containsKeys("effectiveAccuracy", "deadlineAttainment", "servedAccuracy");
    }

    @Test
    void labelsAreComparedWithDenseOnesWhereBothLabelled() {
        add(0, 0, labelled(1, 10, DENSE));
        add(0, 1, labelled(2, 10, DENSE));
        add(0, 2, Fate.LOST);
        add(0, 3, labelled(4, 10, DENSE));
        List<FrameFate> dense = List.copyOf(frames);
        frames.clear();
        add(0, 0, labelled(1, 10, FAST));
        add(0, 1, labelled(9, 10, FAST));
        add(0, 2, labelled(3, 10, FAST));
        add(0, 3, new Fate.Shed("too old", Duration.ZERO));
        LoadRun.Result run = new LoadRun.Result(frames, List.of(), Duration.ofMillis(100));

        assertThat(JudgedRun.of(run, judged(), Optional.of(dense)))
                .isEqualTo(new JudgedRun(judged(), 25, OptionalDouble.of(0.5)));
        assertThat(JudgedRun.of(run, judged(), Optional.empty()).sameLabelsAsDense())
                .isEmpty();
    }

    private RunMetrics judged() {
        return RunMetrics.of(frames, DEADLINE, List.of(), DENSE);
    }

    private void add(int camera, long sequence, Fate fate) {
        frames.add(new FrameFate(
                Arrival.atSecond((double) sequence, camera), sequence, new Shot(PICTURE, sequence), 1, fate));
    }

    private void scene(long scene, Fate fate) {
        int sequence = frames.size();
        frames.add(new FrameFate(Arrival.atSecond(sequence, 0), sequence, new Shot(PICTURE, scene), 1, fate));
    }

    private static Fate labelled(int label, long ageMillis, Fate.Point point) {
        return labelled(label, ageMillis, point, 0);
    }

    private static Fate labelled(int label, long ageMillis, Fate.Point point, long batchedAt) {
        return new Fate.Labelled(
                label,
                point,
                Duration.ofMillis(ageMillis),
                Duration.ofMillis(ageMillis + 10),
                Instant.ofEpochSecond(batchedAt));
    }
}
