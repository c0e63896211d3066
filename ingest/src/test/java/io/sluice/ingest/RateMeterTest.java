package io.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RateMeterTest {
    private final RateMeter meter = new RateMeter();

    @Test
    void aSteadyCameraHasItsRate() {
        long now = 0;
        for (int frame = 0; frame < 1000; frame++) {
            now = frame * 40_000_000L;
            meter.mark(now);
        }

        assertThat(meter.perSecond(now + 20_000_000)).isCloseTo(25, within(0.01));
    }

    @Test
    void theRateFallsWhenNothingComes() {
        meter.mark(0);
        meter.mark(40_000_000);

        assertThat(meter.perSecond(10_000_000_000L)).isCloseTo(0.1, within(0.01));
    }

    @Test
    void thereIsNoRateBeforeTheSecondFrame() {
        meter.mark(5);

        assertThat(meter.perSecond(6)).isZero();
    }
}
