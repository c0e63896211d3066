package io.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(new Random(1));

    @Test
    void waitsDoubleUpToHalfAMinuteAndVaryByUpToHalf() {
        Duration bound = Backoff.FIRST;
        for (int attempt = 0; attempt < 20; attempt++) {
            assertThat(backoff.next()).isBetween(bound.dividedBy(2), bound);
            bound = bound.multipliedBy(2).compareTo(Backoff.LONGEST) < 0 ? bound.multipliedBy(2) : Backoff.LONGEST;
        }
    }

    @Test
    void afterAResetTheFirstWaitIsShortAgain() {
        for (int attempt = 0; attempt < 10; attempt++) {
            backoff.next();
        }

        backoff.reset();

        assertThat(backoff.next()).isLessThanOrEqualTo(Backoff.FIRST);
    }
}
