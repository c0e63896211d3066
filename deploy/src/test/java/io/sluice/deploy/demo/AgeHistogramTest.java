package io.sluice.deploy.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

final class AgeHistogramTest {
    private final AgeHistogram ages = new AgeHistogram();

    @Test
    void percentilesAreRightToAPercent() {
        for (int millis = 1; millis <= 10_000; millis++) {
            ages.add(millis);
        }

        AgePercentiles percentiles = ages.percentiles().orElseThrow();

        assertThat(percentiles.p50()).isCloseTo(5_000, Percentage.withPercentage(1.1));
        assertThat(percentiles.p95()).isCloseTo(9_500, Percentage.withPercentage(1.1));
        assertThat(percentiles.p99()).isCloseTo(9_900, Percentage.withPercentage(1.1));
    }

    @Test
    void oneAgeIsEveryPercentile() {
        ages.add(20);

        AgePercentiles percentiles = ages.percentiles().orElseThrow();

        assertThat(percentiles.p50()).isCloseTo(20, within(0.3)).isEqualTo(percentiles.p99());
    }

    @Test
    void noAgeHasNoPercentiles() {
        assertThat(ages.percentiles()).isEmpty();
    }

    /** Clocks are set back, and demos run over night. */
    @Test
    void agesBelowNothingAndBeyondReasonCount() {
        ages.add(-5);
        ages.add(1e12);

        assertThat(ages.percentiles().orElseThrow().p50()).isCloseTo(1, within(0.1));
        assertThat(ages.percentiles().orElseThrow().p99()).isGreaterThan(40_000_000);
    }
}
