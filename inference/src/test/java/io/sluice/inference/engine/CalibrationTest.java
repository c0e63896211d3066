package io.sluice.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.sluice.inference.image.FrameSlot;
import io.sluice.inference.image.FrameSlots;
import io.sluice.inference.model.CalibratedPoint;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.SampleFidelity;
import io.sluice.inference.model.ServiceTimes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CalibrationTest {
    private static final OperatingPoint DENSE = TinyModel.point("none");
    /** Logits of the dense model, doubled. */
    private static final OperatingPoint SHARPER = TinyModel.point("ppt:r=1", 1, 1);
    /** All logits zero: the first class always. */
    private static final OperatingPoint BLIND = TinyModel.point("ppt:r=2", 0, 0);

    private static final CalibrationProgress SILENT = (step, point, number, of) -> {};
    private static final CalibrationSettings ONE_LANE =
            new CalibrationSettings(1, List.of(4, 1), 2, Duration.ofMillis(10));

    private final EngineSet engines = new EngineSet(List.of(
            Engine.load(TinyModel.dense(), EngineOptions.DEFAULT),
            Engine.load(TinyModel.reduced(), EngineOptions.DEFAULT)));

    @AfterEach
    void close() {
        engines.close();
    }

    /** A clock on which everything takes a millisecond. */
    private static LongSupplier tickingMillis() {
        AtomicLong nanos = new AtomicLong();
        return () -> nanos.addAndGet(1_000_000);
    }

    /** A frame whose largest channel is that of class {@code brightest}. */
    private static SampleFrame frame(int brightest, OptionalInt label) {
        FrameSlot slot = new FrameSlots(1, TinyModel.SIZE).tryAcquire().orElseThrow();
        for (int i = 0; i < slot.pixels().capacity(); i++) {
            slot.pixels().put(i, (byte) (i % 3 == brightest ? 3 : 2));
        }
        return new SampleFrame(slot, label);
    }

    private static SampleFrame frame(int brightest) {
        return frame(brightest, OptionalInt.empty());
    }

    private List<SampleFidelity> fidelities(SampleFrame... frames) {
        List<CalibratedPoint> timed = List.of(DENSE, SHARPER, BLIND).stream()
                .map(point -> new CalibratedPoint(point, ServiceTimes.perFrame(Duration.ofMillis(1)), Optional.empty()))
                .toList();
        CalibrationSettings lanes = CalibrationSettings.usual(2, List.of(1));
        return new Calibration(lanes, System::nanoTime, SILENT)
                .compare(engines, DENSE, timed, List.of(frames)).stream()
                        .map(point -> point.fidelity().orElseThrow())
                        .toList();
    }

    @Test
    void everyPointIsTimedInEverySizeOfBatch() {
        List<CalibratedPoint> timed =
                new Calibration(ONE_LANE, tickingMillis(), SILENT).time(engines, List.of(SHARPER, DENSE));

        assertThat(timed).extracting(CalibratedPoint::point).containsExactly(SHARPER, DENSE);
        assertThat(timed).allSatisfy(point -> {
            assertThat(point.service().byBatch()).containsOnlyKeys(1, 4).containsValue(Duration.ofMillis(1));
            assertThat(point.fidelity()).isEmpty();
        });
    }

    @Test
    void timesOnAllLanesAreAboveZeroHoweverFastTheModel() {
        List<CalibratedPoint> timed = new Calibration(
                        CalibrationSettings.usual(3, List.of(1)), System::nanoTime, SILENT)
                .time(engines, List.of(DENSE));

        assertThat(timed.get(0).timePerFrame()).isPositive();
    }

    @Test
    void allPointsHaveTheirTurnInEveryRound() {
        List<String> turns = new ArrayList<>();
        CalibrationProgress progress =
                (step, point, number, of) -> turns.add(step + " " + number + "/" + of + " " + point.reducer());
        CalibrationSettings settings = new CalibrationSettings(1, List.of(1), 2, Duration.ZERO);

        new Calibration(settings, tickingMillis(), progress).time(engines, List.of(DENSE, SHARPER));

        assertThat(turns)
                .containsExactly(
                        "SERVICE_TIME 1/4 none",
                        "SERVICE_TIME 2/4 ppt:r=1",
                        "SERVICE_TIME 3/4 none",
                        "SERVICE_TIME 4/4 ppt:r=1");
    }

    @Test
    void whoWatchesMayEndIt() {
        CalibrationProgress impatient = (step, point, number, of) -> {
            throw new IllegalStateException("enough");
        };

        assertThatIllegalStateException()
                .isThrownBy(() -> new Calibration(ONE_LANE, tickingMillis(), impatient).time(engines, List.of(DENSE)))
                .withMessage("enough");
    }

    @Test
    void theDenseModelAgreesWithItself() {
        SampleFidelity dense = fidelities(frame(0), frame(1), frame(2)).get(0);

        assertThat(dense.agreement()).isEqualTo(1);
        assertThat(dense.divergence()).isZero();
        assertThat(dense.frames()).isEqualTo(3);
    }

    @Test
    void agreementIsTheShareOfSameAnswersAndDivergenceTheMeanOfAllFrames() {
        List<SampleFidelity> fidelities = fidelities(frame(0), frame(1), frame(1), frame(2));

        assertThat(fidelities.get(1).agreement()).isEqualTo(1);
        assertThat(fidelities.get(1).divergence()).isCloseTo(divergence(2), within(1e-6));
        assertThat(fidelities.get(2).agreement()).isEqualTo(0.25);
        assertThat(fidelities.get(2).divergence()).isCloseTo(divergence(0), within(1e-6));
    }

    /** Of logits 3, 2 and 2 from the same times {@code factor}; softmax does not depend on the order of the classes. */
    private static double divergence(float factor) {
        return LogScores.of(3, 2, 2).divergenceOf(LogScores.of(3 * factor, 2 * factor, 2 * factor));
    }

    @Test
    void accuracyIsKnownWhereEveryFrameHasALabel() {
        SampleFrame right = frame(1, OptionalInt.of(1));
        SampleFrame wrong = frame(1, OptionalInt.of(2));

        assertThat(fidelities(right, wrong).get(0).accuracy()).hasValue(0.5);
        assertThat(fidelities(right, frame(1)).get(0).accuracy()).isEmpty();
    }

    @Test
    void batchesUpToALargestArePowersOfTwoAndItself() {
        assertThat(CalibrationSettings.upTo(1, 1).batches()).containsExactly(1);
        assertThat(CalibrationSettings.upTo(1, 12).batches()).containsExactly(1, 2, 4, 8, 12);
    }

    @Test
    void settingsThatMeasureNothingAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CalibrationSettings.usual(0, List.of(1)))
                .withMessageContaining("0 lanes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CalibrationSettings.usual(1, List.of()))
                .withMessageContaining("batches []");
    }
}
