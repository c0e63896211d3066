package io.sluice.inference.vit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.inference.weights.FloatTensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class BicubicTest {
    @Test
    void aGridOfTheSameSizeStaysAsItIs() {
        FloatTensor grid = FloatTensor.of(List.of(4, 1), 1, 2, 3, 4);

        assertThat(Bicubic.resize(grid, 2, 2)).isEqualTo(grid);
    }

    @Test
    void aConstantStaysConstant() {
        FloatTensor grid = FloatTensor.of(List.of(4, 2), 5, 7, 5, 7, 5, 7, 5, 7);

        assertThat(Bicubic.resize(grid, 2, 3).toArray())
                .usingComparatorWithPrecision(1e-6f)
                .containsExactly(5, 7, 5, 7, 5, 7, 5, 7, 5, 7, 5, 7, 5, 7, 5, 7, 5, 7);
    }

    /** At position -1/6 only the tap at distance 7/6 falls on the 1: the cubic gives it -0.75 * 25 / 216. */
    @Test
    void aRampOvershootsAtTheBorderByTheCubicsWeight() {
        FloatTensor columns = FloatTensor.of(List.of(4, 1), 0, 1, 0, 1);
        FloatTensor rows = FloatTensor.of(List.of(4, 1), 0, 0, 1, 1);
        float over = 0.75f * 25 / 216;

        assertThat(Bicubic.resize(columns, 2, 3).toArray())
                .usingComparatorWithPrecision(1e-6f)
                .containsExactly(-over, 0.5f, 1 + over, -over, 0.5f, 1 + over, -over, 0.5f, 1 + over);
        assertThat(Bicubic.resize(rows, 2, 3).toArray())
                .usingComparatorWithPrecision(1e-6f)
                .containsExactly(-over, -over, -over, 0.5f, 0.5f, 0.5f, 1 + over, 1 + over, 1 + over);
    }
}
