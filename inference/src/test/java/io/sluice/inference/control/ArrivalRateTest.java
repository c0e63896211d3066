package io.sluice.inference.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ArrivalRateTest {
    private long nowNanos = 123_456_789;
    private final ArrivalRate rate = new ArrivalRate(() -> nowNanos);

    private void arrive(double perSecond, double seconds) {
        long interval = (long) (1e9 / perSecond);
        for (long frame = 0; frame < Math.round(perSecond * seconds); frame++) {
            nowNanos += interval;
            rate.arrived();
        }
    }

    @Test
    void nothingHasArrivedAtTheStart() {
        assertThat(rate.perSecond()).isZero();
    }

    @Test
    void aSteadyRateIsKnownAfterASecondAndForEver() {
        arrive(100, 1.1);
        assertThat(rate.perSecond()).isCloseTo(100, within(6.0));
        arrive(100, 10);
        assertThat(rate.perSecond()).isCloseTo(100, within(6.0));
    }

    @Test
    void aChangeIsSeenInFullAfterASecond() {
        arrive(100, 3);
        arrive(20, 1.1);
        assertThat(rate.perSecond()).isCloseTo(20, within(3.0));
    }

    @Test
    void aPauseOfASecondEndsTheRate() {
        arrive(100, 3);
        nowNanos += Duration.ofMillis(1100).toNanos();
        assertThat(rate.perSecond()).isZero();
        nowNanos += Duration.ofHours(1).toNanos();
        assertThat(rate.perSecond()).isZero();
    }
}
