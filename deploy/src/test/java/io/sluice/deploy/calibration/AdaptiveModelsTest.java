package io.sluice.deploy.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.deploy.OperatorException;
import io.sluice.deploy.modeling.Engines;
import io.sluice.deploy.modeling.Weights;
import io.sluice.inference.control.CameraPolicies;
import io.sluice.inference.engine.CalibrationSettings;
import io.sluice.inference.engine.LaneSet;
import io.sluice.inference.image.FrameSlot;
import io.sluice.inference.image.FrameSlots;
import io.sluice.inference.model.CalibratedPoint;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.SampleFidelity;
import io.sluice.inference.model.VitShape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On real engines of small, untrained models. */
final class AdaptiveModelsTest {
    private static final Weights SMALL = Requests.untrained("small", Requests.SMALL);
    private static final String LITTLE = "ppt:blocks=1+2,r=2";
    private static final String MUCH = "ppt:blocks=1+2,r=6";
    private static final String OTHER = "evit:blocks=1+2,keep=0.5";
    private static final Samples SCENES = new SceneSamples(6);

    @TempDir
    private Path directory;

    private final Watch watch = new Watch();

    private static final class Watch implements CalibrationView {
        private final List<String> sentences = Collections.synchronizedList(new ArrayList<>());
        private final List<Step> steps = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void at(Step step, OperatingPoint point, int number, int of) {
            steps.add(step);
        }

        @Override
        public void say(String sentence) {
            sentences.add(sentence);
        }
    }

    private AdaptiveModels models(CalibrationCache.Recall recall) {
        CalibrationSettings settings = CalibrationSettings.usual(2, List.of(1, 3));
        CalibrationCache cache = new CalibrationCache(directory, recall, watch::say);
        return new AdaptiveModels(settings, cache, watch, System::nanoTime);
    }

    private AdaptiveModel load(LadderRequest request, Samples... samples) {
        return models(CalibrationCache.Recall.REMEMBER).load(request, List.of(samples));
    }

    private static void requireEveryRungToRun(AdaptiveModel model) {
        FrameSlot frame = new FrameSlots(1, model.engines().preprocessing().inputSize())
                .tryAcquire()
                .orElseThrow();
        try (LaneSet lanes = model.engines().lanes(3)) {
            for (CalibratedPoint rung : model.ladder().rungs()) {
                assertThat(lanes.run(rung.point(), List.of(frame, frame, frame)).frames())
                        .isEqualTo(3);
            }
        }
    }

    @Test
    void theLadderBeginsWithTheDenseModelAndIsTheParetoSetOfWhatWasMeasured() {
        try (AdaptiveModel model = load(Requests.of(SMALL, "none", LITTLE, MUCH, OTHER), SCENES)) {
            List<CalibratedPoint> rungs = model.ladder().rungs();

            assertThat(rungs.get(0).point().reducer()).hasToString("none");
            assertThat(model.report().measured()).hasSize(4).containsAll(rungs);
            assertThat(rungs)
                    .isSortedAccordingTo((one, other) -> other.timePerFrame().compareTo(one.timePerFrame()));
            assertThat(model.report().measured())
                    .filteredOn(point -> !rungs.contains(point))
                    .allSatisfy(point -> assertThat(rungs).anySatisfy(rung -> {
                        assertThat(rung.timePerFrame()).isLessThanOrEqualTo(point.timePerFrame());
                        assertThat(quality(rung)).isGreaterThanOrEqualTo(quality(point));
                    }));
            requireEveryRungToRun(model);
        }
    }

    private static double quality(CalibratedPoint point) {
        return point.fidelity().map(SampleFidelity::quality).orElseThrow();
    }

    @Test
    void everySizeOfBatchIsTimedAndTheDenseModelAgreesWithItself() {
        try (AdaptiveModel model = load(Requests.of(SMALL, "none", MUCH), SCENES)) {
            CalibratedPoint dense = model.ladder().best();

            assertThat(dense.service().byBatch()).containsOnlyKeys(1, 3);
            assertThat(dense.fidelity().orElseThrow().agreement()).isEqualTo(1);
            assertThat(dense.fidelity().orElseThrow().divergence()).isZero();
            assertThat(dense.fidelity().orElseThrow().frames()).isEqualTo(6);
            assertThat(model.report().samples()).hasValue("6 synthetic scenes");
        }
    }

    @Test
    void whatWasMeasuredIsRememberedAndRunsWithoutBeingMeasuredAgain() {
        LadderRequest request = Requests.of(SMALL, "none", LITTLE, MUCH);
        load(request, SCENES).close();
        watch.steps.clear();

        try (AdaptiveModel again = load(request, SCENES)) {
            assertThat(watch.steps).isEmpty();
            assertThat(again.report().origin()).isEqualTo(CalibrationReport.Origin.REMEMBERED);
            assertThat(again.report().measured()).hasSize(3);
            assertThat(again.report().file())
                    .get()
                    .satisfies(file -> assertThat(file).isRegularFile());
            requireEveryRungToRun(again);
        }
    }

    @Test
    void whoAsksForItMeasuresAgain() {
        LadderRequest request = Requests.of(SMALL, "none", MUCH);
        load(request, SCENES).close();
        watch.steps.clear();

        models(CalibrationCache.Recall.FORGET).load(request, List.of(SCENES)).close();

        assertThat(watch.steps).isNotEmpty();
    }

    @Test
    void whatWasPreparedComesBeforeAllOtherSamples() {
        LadderRequest request = Requests.of(SMALL, "none", MUCH);
        models(CalibrationCache.Recall.REMEMBER)
                .prepare(request, new SceneSamples(5))
                .close();
        watch.steps.clear();

        try (AdaptiveModel model = load(request, new PreparedSamples(), SCENES)) {
            assertThat(watch.steps).isEmpty();
            assertThat(model.ladder().best().fidelity().orElseThrow().frames()).isEqualTo(5);
        }
    }

    @Test
    void samplesThatHaveNoFramesArePassedOver() {
        try (AdaptiveModel model = load(Requests.of(SMALL, "none", MUCH), new PreparedSamples(), SCENES)) {
            assertThat(model.report().samples()).hasValue("6 synthetic scenes");
        }
        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> load(Requests.of(SMALL, "none", LITTLE), new PreparedSamples()));
    }

    @Test
    void aSinglePointIsTimedOnlyAndFixed() {
        try (AdaptiveModel model = load(Requests.of(SMALL, MUCH))) {
            assertThat(model.ladder().rungs()).singleElement().satisfies(rung -> {
                assertThat(rung.point().reducer()).hasToString(MUCH);
                assertThat(rung.fidelity()).isEmpty();
            });
            assertThat(model.steering(CameraPolicies.DEFAULT).ladder()).isEqualTo(model.ladder());
            assertThat(watch.steps).containsOnly(CalibrationView.Step.SERVICE_TIME);
            assertThat(directory).isEmptyDirectory();
            requireEveryRungToRun(model);
        }
    }

    @Test
    void withoutTheDenseModelTheMostFaithfulPointIsBest() {
        try (AdaptiveModel model = load(Requests.of(SMALL, LITTLE, MUCH), SCENES)) {
            assertThat(model.report().measured()).hasSize(2);
            assertThat(model.ladder().rungs())
                    .allMatch(rung -> !rung.point().reducer().toString().equals("none"));
            assertThat(model.report().measured())
                    .allMatch(point -> quality(point) <= quality(model.ladder().best()));
        }
    }

    @Test
    void eightBitsOfAModelWithoutRangesAreMeasuredOnScenes() {
        LadderRequest request = Requests.of(SMALL, List.of(Precision.FLOAT32, Precision.INT8), "none", MUCH);

        try (AdaptiveModel model = load(request, SCENES)) {
            assertThat(model.report().measured()).hasSize(4);
            requireEveryRungToRun(model);
        }
    }

    @Test
    void atAnotherInputSizeEveryPointIsThatOfTheCompiledModel() {
        Weights resized = Requests.untrained("small", Requests.SMALL, 48);
        LadderRequest request = Requests.of(resized, "none", OTHER);

        try (AdaptiveModel model = load(request, SCENES);
                Engines engines = resized.engines()) {
            assertThat(model.report().measured())
                    .hasSize(2)
                    .extracting(CalibratedPoint::point)
                    .allSatisfy(point -> assertThat(engines.rung(point.reducer(), point.precision())
                                    .point())
                            .isEqualTo(point));
            requireEveryRungToRun(model);
        }
    }

    @Test
    void aSmallerModelIsMeasuredAgainstTheLargerOne() {
        Weights smaller = Requests.untrained("smaller", new VitShape(32, 8, 64, 2, 1, 64, 10, 1));
        LadderRequest request = new LadderRequest(
                SMALL, Optional.of(smaller), Requests.of(SMALL, "none").reducers(), List.of());

        try (AdaptiveModel model = load(request, SCENES)) {
            CalibratedPoint small = model.report().measured().get(1);
            assertThat(small.point().model().name()).isEqualTo("smaller");
            assertThat(small.fidelity().orElseThrow().divergence()).isPositive();
            assertThat(model.ladder().best().point().model().name()).isEqualTo("small");
            requireEveryRungToRun(model);
        }
    }
}
