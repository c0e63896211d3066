package io.sluice.ingest.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class MediaClockTest {
    private final HandTicker ticker = new HandTicker();
    private final MediaClock clock = new MediaClock(ticker, OptionalDouble.empty());

    @Test
    void aVideoTakesAsLongAsItsMediaTime() throws Exception {
        for (int frame = 0; frame <= 250; frame++) {
            clock.await(7_000_000 + frame * 40_000L);
        }

        assertThat(ticker.nanos()).isEqualTo(Duration.ofSeconds(10).toNanos());
    }

    @Test
    void workBetweenFramesDoesNotSlowTheVideoDown() throws Exception {
        for (int frame = 0; frame <= 250; frame++) {
            clock.await(frame * 40_000L);
            ticker.pass(Duration.ofMillis(30));
        }

        assertThat(ticker.nanos()).isEqualTo(Duration.ofMillis(10_030).toNanos());
    }

    @Test
    void aShortDelayIsCaughtUp() throws Exception {
        clock.await(0);
        ticker.pass(Duration.ofMillis(500));
        for (int frame = 1; frame <= 25; frame++) {
            clock.await(frame * 40_000L);
        }

        assertThat(ticker.nanos()).isEqualTo(Duration.ofSeconds(1).toNanos());
    }

    @Test
    void aLongDelayIsNotMadeUpForByRushing() throws Exception {
        clock.await(0);
        ticker.pass(Duration.ofSeconds(60));
        for (int frame = 1; frame <= 26; frame++) {
            clock.await(frame * 40_000L);
        }

        assertThat(ticker.nanos()).isEqualTo(Duration.ofSeconds(61).toNanos());
    }

    @Test
    void aVideoOfWhichFewFramesAreWantedTakesAsLongAsAnyOther() throws Exception {
        MediaClock slow = new MediaClock(ticker, OptionalDouble.of(0.05));
        for (int frame = 0; frame <= 6; frame++) {
            slow.await(frame * 20_000_000L);
        }

        assertThat(ticker.waited()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void aJumpOfMediaTimeIsANewBeginning() throws Exception {
        clock.await(0);
        clock.await(3_600_000_000L);
        clock.await(5_000_000L);

        assertThat(ticker.waited()).isZero();
    }
}
