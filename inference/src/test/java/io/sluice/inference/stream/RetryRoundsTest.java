package io.sluice.inference.stream;

import static io.sluice.inference.stream.Diagnosis.Kind.AWAY;
import static io.sluice.inference.stream.Diagnosis.Kind.NO_TOPIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.inference.stream.RetryRounds.Step;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RetryRoundsTest {
    private final AtomicLong nanos = new AtomicLong(-1);
    private final AtomicLong committed = new AtomicLong();
    private final RetryRounds rounds = new RetryRounds(nanos::get, committed::get);

    @Test
    void threadsThatDieOfOneOutageAreToldOfOnceAndShareItsPauses() {
        assertThat(rounds.next(AWAY)).isEqualTo(new Step(true, false, Duration.ofSeconds(2)));
        pass(Duration.ofSeconds(1));
        assertThat(rounds.next(AWAY)).isEqualTo(new Step(false, false, Duration.ofSeconds(1)));
        assertThat(rounds.next(NO_TOPIC).news()).isTrue();
        pass(Duration.ofSeconds(1));
        assertThat(rounds.next(AWAY)).isEqualTo(new Step(false, false, Duration.ofSeconds(4)));
    }

    @Test
    void pausesGrowToTenSecondsAndBeginAnewWithTheNextCommit() {
        for (int seconds : new int[] {2, 4, 8, 10, 10}) {
            assertThat(rounds.next(AWAY).pause()).isEqualTo(Duration.ofSeconds(seconds));
            pass(Duration.ofSeconds(seconds));
        }
        committed.incrementAndGet();

        assertThat(rounds.next(AWAY)).isEqualTo(new Step(true, false, Duration.ofSeconds(2)));
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
