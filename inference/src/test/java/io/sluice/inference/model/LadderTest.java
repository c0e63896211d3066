package io.sluice.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LadderTest {
    private static final CalibratedPoint DENSE = point(0, 100, 1, OptionalDouble.empty());

    private static CalibratedPoint point(int number, int millis, double agreement, OptionalDouble accuracy) {
        OperatingPoint point = new OperatingPoint(
                new ModelId("tiny", "ab".repeat(32)),
                ReducerSpec.parse("ppt:r=" + number),
                Precision.FLOAT32,
                new TokenSchedule(197, List.of(197), List.of(100), List.of(number)),
                1);
        return new CalibratedPoint(
                point,
                ServiceTimes.perFrame(Duration.ofMillis(millis)),
                Optional.of(new SampleFidelity(agreement, 1 - agreement, accuracy, 100)));
    }

    private static CalibratedPoint point(int number, int millis, double agreement) {
        return point(number, millis, agreement, OptionalDouble.empty());
    }

    @Test
    void aPointThatIsSlowerAndWorseThanAnotherIsNotOnIt() {
        CalibratedPoint good = point(1, 50, 0.9);
        CalibratedPoint slowerAndWorse = point(2, 60, 0.8);
        CalibratedPoint asFastAndWorse = point(3, 50, 0.8);
        CalibratedPoint slowerThanDense = point(4, 120, 0.99);
        CalibratedPoint fast = point(5, 20, 0.5);

        Ladder ladder = Ladder.below(DENSE, List.of(fast, slowerThanDense, asFastAndWorse, slowerAndWorse, good));

        assertThat(ladder.rungs()).containsExactly(DENSE, good, fast);
    }

    @Test
    void accuracyDecidesWhereItIsKnown() {
        CalibratedPoint agrees = point(1, 60, 0.99, OptionalDouble.of(0.7));
        CalibratedPoint right = point(2, 50, 0.9, OptionalDouble.of(0.8));

        assertThat(Ladder.below(DENSE, List.of(agrees, right)).rungs()).containsExactly(DENSE, right);
    }

    /** For any points: nobody left out is both faster and more faithful than a rung, and every rung earns its place. */
    @Test
    void theLadderIsTheParetoSet() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            List<CalibratedPoint> others = IntStream.rangeClosed(1, 1 + random.nextInt(20))
                    .mapToObj(i -> point(i, 1 + random.nextInt(120), random.nextInt(21) / 20.0))
                    .toList();

            List<CalibratedPoint> rungs = Ladder.below(DENSE, others).rungs();

            assertThat(others)
                    .as("seed %d", seed)
                    .allMatch(other -> rungs.contains(other)
                            || rungs.stream()
                                    .anyMatch(rung -> rung.timePerFrame().compareTo(other.timePerFrame()) <= 0
                                            && rung.fidelity().orElseThrow().quality()
                                                    >= other.fidelity()
                                                            .orElseThrow()
                                                            .quality()));
            assertThat(rungs.subList(1, rungs.size()))
                    .isSortedAccordingTo((one, other) -> Double.compare(
                            other.fidelity().orElseThrow().quality(),
                            one.fidelity().orElseThrow().quality()));
        }
    }

    @Test
    void aLadderThatDoesNotGetFasterIsRefused() {
        assertThatThrownBy(() -> new Ladder(List.of(DENSE, point(1, 100, 0.9))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("faster");
        assertThatThrownBy(() -> new Ladder(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void serviceTimesBetweenMeasuredBatchesAreInterpolatedAndBeyondThemInProportion() {
        ServiceTimes times = new ServiceTimes(
                new TreeMap<>(Map.of(2, Duration.ofMillis(20), 4, Duration.ofMillis(30), 8, Duration.ofMillis(40))));

        assertThat(times.of(1)).isEqualTo(Duration.ofMillis(10));
        assertThat(times.of(3)).isEqualTo(Duration.ofMillis(25));
        assertThat(times.of(8)).isEqualTo(Duration.ofMillis(40));
        assertThat(times.of(16)).isEqualTo(Duration.ofMillis(80));
    }
}
