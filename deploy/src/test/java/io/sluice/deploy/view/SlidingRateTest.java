package io.sluice.deploy.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class SlidingRateTest {
    private static final long SECOND = 1_000_000_000L;

    private final SlidingRate rate = new SlidingRate();

    @Test
    void growthIsPerSecondOfTheWindow() {
        assertThat(rate.perSecond(0, 100)).isZero();
        assertThat(rate.perSecond(SECOND, 110)).isCloseTo(10, within(1e-9));
        assertThat(rate.perSecond(3 * SECOND, 130)).isCloseTo(10, within(1e-9));
        assertThat(rate.perSecond(5 * SECOND, 170)).isCloseTo(20, within(1e-9)); // since the sample at 3 s
    }

    @Test
    void nothingNewIsNoGrowth() {
        rate.perSecond(0, 0);
        rate.perSecond(SECOND, 50);

        assertThat(rate.perSecond(20 * SECOND, 50)).isZero();
    }
}
