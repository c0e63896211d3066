package io.sluice.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sluice.inference.model.ActivationRange;
import java.nio.FloatBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RangeMethodTest {
    private static final int VALUES = 100_000;

    /** Normally distributed, and one value far away. */
    private static Histogram withOutlier(float outlier) {
        SplittableRandom random = new SplittableRandom(1);
        float[] values = new float[VALUES];
        for (int i = 0; i < VALUES; i++) {
            values[i] = (float) random.nextGaussian();
        }
        values[VALUES / 2] = outlier;
        Histogram histogram = new Histogram();
        histogram.add(FloatBuffer.wrap(values));
        return histogram;
    }

    @Test
    void minMaxKeepsTheOutlier() {
        assertThat(RangeMethod.MIN_MAX.of(withOutlier(100)).most()).isEqualTo(100f);
    }

    @ParameterizedTest
    @EnumSource(names = {"PERCENTILE", "ENTROPY"})
    void theOthersCutItOff(RangeMethod method) {
        ActivationRange range = method.of(withOutlier(100));

        assertThat(range.most()).isBetween(2f, 6f);
        assertThat(range.least()).isBetween(-6f, -2f);
    }

    @ParameterizedTest
    @EnumSource
    void whatNeverOccursIsOutsideTheRange(RangeMethod method) {
        Histogram histogram = new Histogram();
        histogram.add(FloatBuffer.wrap(new float[] {0, 0.25f, 0.5f, 0.75f, 1}));

        assertThat(method.of(histogram))
                .isEqualTo(new ActivationRange(0, method.of(histogram).most()));
        assertThat(method.of(histogram).most()).isCloseTo(1, within(0.01f));
    }

    @ParameterizedTest
    @EnumSource
    void anOperandThatIsAlwaysZeroHasARangeToo(RangeMethod method) {
        Histogram histogram = new Histogram();
        histogram.add(FloatBuffer.wrap(new float[10]));

        assertThat(method.of(histogram).zero()).isZero();
    }

    @Test
    void aValueThatIsNotFiniteIsRefused() {
        assertThatThrownBy(() -> new Histogram().add(FloatBuffer.wrap(new float[] {1, Float.NaN})))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("NaN");
    }
}
