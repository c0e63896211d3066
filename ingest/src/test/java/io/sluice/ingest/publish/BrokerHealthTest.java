package io.sluice.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ingest.pacing.HandTicker;
import java.time.Duration;
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
}
