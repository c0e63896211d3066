package io.sluice.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ingest.pacing.HandTicker;
import java.time.Duration;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class BrokerHealthTest {
    private final HandTicker ticker = new HandTicker();
    private final BrokerHealth health = new BrokerHealth(ticker);

    @Test
    void silenceWhileFramesAreOutIsAnOutageAndAnAnswerEndsIt() {
        health.answered();
        health.asked();
        ticker.pass(BrokerHealth.SILENCE.plusSeconds(7));

        BrokerStatus silent = health.status(true);
        health.answered();

        assertThat(silent)
                .isEqualTo(new BrokerStatus(BrokerState.UNREACHABLE, "Kafka has acknowledged nothing for 12 s."));
        assertThat(health.status(true).state()).isEqualTo(BrokerState.CONNECTED);
    }

    @Test
    void silenceWhenNothingIsOutMeansNothing() {
        health.answered();
        ticker.pass(Duration.ofHours(1));

        assertThat(health.status(false).state()).isEqualTo(BrokerState.CONNECTED);
    }

    @Test
    void refusedFramesAreCountedWithTheReasonOfTheLast() {
        health.answered();

        health.refusedFrame(new RecordTooLargeException("It has 9 bytes."));
        health.refusedFrame(new TopicAuthorizationException("Not authorized"));
        health.answered();

        assertThat(health.refusals()).isEqualTo(new Refusals(2, "Kafka refuses frames: Not authorized"));
        assertThat(health.status(false).state()).isEqualTo(BrokerState.CONNECTED);
    }

    @Test
    void whoIsNotLetInIsToldSoForGood() {
        health.refused(new SaslAuthenticationException("Wrong password"));
        health.answered();

        assertThat(health.status(false))
                .isEqualTo(new BrokerStatus(BrokerState.BROKEN, "Kafka does not let this user in: Wrong password"));
    }
}
