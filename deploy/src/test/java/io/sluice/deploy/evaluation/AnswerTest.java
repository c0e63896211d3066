package io.sluice.deploy.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AnswerTest {
    @Test
    void scoresSumToOneHoweverLargeTheLogits() {
        double[] scores = Answer.logSoftmax(new float[] {1000, 999, -1000});

        assertThat(Arrays.stream(scores).map(Math::exp).sum()).isCloseTo(1, within(1e-12));
        assertThat(scores[0] - scores[1]).isCloseTo(1, within(1e-9));
    }

    @Test
    void divergenceIsItsDefinition() {
        Answer half = answer(0.5, 0.5);
        Answer quarter = answer(0.25, 0.75);

        assertThat(half.divergenceOf(half)).isZero();
        assertThat(half.divergenceOf(quarter))
                .isCloseTo(0.5 * Math.log(0.5 / 0.25) + 0.5 * Math.log(0.5 / 0.75), within(1e-12));
        assertThat(quarter.divergenceOf(half))
                .isCloseTo(0.25 * Math.log(0.25 / 0.5) + 0.75 * Math.log(0.75 / 0.5), within(1e-12));
    }

    private static Answer answer(double... scores) {
        return new Answer(List.of(0), Arrays.stream(scores).map(Math::log).toArray());
    }
}
