package io.sluice.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LogScoresTest {
    @Test
    void scoresSumToOneHoweverLargeTheLogits() {
        LogScores scores = LogScores.of(1000, 999, -1000);

        assertThat(IntStream.range(0, 3)
                        .mapToDouble(index -> Math.exp(scores.get(index)))
                        .sum())
                .isCloseTo(1, within(1e-12));
        assertThat(scores.get(0) - scores.get(1)).isCloseTo(1, within(1e-9));
    }

    @Test
    void theBestIsTheFirstOfTheLargest() {
        assertThat(LogScores.of(-3, 2, 2, 1).best()).isEqualTo(1);
    }

    @Test
    void divergenceIsItsDefinition() {
        LogScores half = scored(0.5, 0.5);
        LogScores quarter = scored(0.25, 0.75);

        assertThat(half.divergenceOf(half)).isZero();
        assertThat(half.divergenceOf(quarter))
                .isCloseTo(0.5 * Math.log(0.5 / 0.25) + 0.5 * Math.log(0.5 / 0.75), within(1e-6));
        assertThat(quarter.divergenceOf(half))
                .isCloseTo(0.25 * Math.log(0.25 / 0.5) + 0.75 * Math.log(0.75 / 0.5), within(1e-6));
    }

    private static LogScores scored(double first, double second) {
        return LogScores.of((float) Math.log(first), (float) Math.log(second));
    }
}
