package io.sluice.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopLabelsTest {
    @Test
    void scoresAreTheSoftmaxOfAllLogits() {
        Logits logits = logits(1, 0, (float) Math.log(3), 0);

        List<ScoredClass> top = new TopLabels(2).of(logits, 0);

        assertThat(top).extracting(ScoredClass::index).containsExactly(1, 0);
        assertThat(top.get(0).score()).isCloseTo(0.6f, within(1e-6f));
        assertThat(top.get(1).score()).isCloseTo(0.2f, within(1e-6f));
    }

    @Test
    void theBestAreThoseThatSortingGives() {
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            float[] row = new float[1 + random.nextInt(50)];
            IntStream.range(0, row.length).forEach(i -> row[i] = random.nextInt(20) - 10);

            List<Integer> expected = IntStream.range(0, row.length)
                    .boxed()
                    .sorted(Comparator.comparing((Integer i) -> -row[i]))
                    .limit(5)
                    .toList();

            assertThat(TopLabels.FIVE.of(logits(1, row), 0))
                    .extracting(ScoredClass::index)
                    .isEqualTo(expected);
        }
    }

    @Test
    void eachFrameHasItsOwnRow() {
        Logits logits = logits(2, 1, 0, 0, 1);

        assertThat(new TopLabels(1).of(logits, 1))
                .extracting(ScoredClass::index)
                .containsExactly(1);
    }

    @Test
    void largeLogitsDoNotOverflow() {
        assertThat(new TopLabels(1).of(logits(1, 1e30f, -1e30f, 0), 0)).containsExactly(new ScoredClass(0, 1));
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void aLogitThatIsNoNumberIsAnError(float bad) {
        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(() -> TopLabels.FIVE.of(logits(1, 0, bad, 1), 0))
                .withMessageContaining("class 1 for frame 0 of the batch is " + bad);
    }

    @Test
    void noLabelsAtAllAreNotAsked() {
        assertThatIllegalArgumentException().isThrownBy(() -> new TopLabels(0));
    }

    private static Logits logits(int frames, float... values) {
        return new Logits(FloatBuffer.wrap(values), frames, values.length / frames);
    }
}
