package io.sluice.deploy.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProportionTest {
    /** As statistics packages give them. */
    @ParameterizedTest
    @CsvSource({
        "8, 10, 80.0, 49.016, 94.331",
        "0, 10, 0.0, 0.0, 27.753",
        "10, 10, 100.0, 72.247, 100.0",
        "163, 200, 81.5, 75.543, 86.270",
        "1, 1, 100.0, 20.654, 100.0"
    })
    void intervalsAreWilsons(int hits, int trials, double percent, double low, double high) {
        Proportion share = Proportion.of(hits, trials);

        assertThat(share.percent()).isEqualTo(percent);
        assertThat(share.low()).isCloseTo(low, within(1e-3));
        assertThat(share.high()).isCloseTo(high, within(1e-3));
    }

    @Test
    void theIntervalHoldsTheShareAndNarrowsWithMoreTrials() {
        for (int trials = 1; trials < 60; trials++) {
            for (int hits = 0; hits <= trials; hits++) {
                Proportion few = Proportion.of(hits, trials);
                Proportion many = Proportion.of(10 * hits, 10 * trials);

                assertThat(few.percent()).isBetween(few.low(), few.high());
                assertThat(few.low()).isNotNegative();
                assertThat(few.high()).isLessThanOrEqualTo(100);
                assertThat(many.high() - many.low()).isLessThan(few.high() - few.low());
            }
        }
    }

    @Test
    void nothingTriedIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Proportion.of(0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Proportion.of(3, 2));
    }
}
