package io.sluice.deploy.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.deploy.OperatorException;
import io.sluice.ingest.publish.BrokerState;
import io.sluice.ingest.publish.BrokerStatus;
import io.sluice.ingest.publish.Refusals;
import java.util.List;
import org.junit.jupiter.api.Test;

final class IngestResultTest {
    @Test
    void anOutageAtTheEndIsTheReasonOfAllThatFailed() {
        IngestResult result = new IngestResult(1650, 1000, 0, 650, List.of());
        BrokerStatus away = new BrokerStatus(BrokerState.UNREACHABLE, "Kafka has acknowledged nothing for 9 s.");

        assertThatThrownBy(() -> result.requireComplete(away, new Refusals(3, "Kafka refuses frames.")))
                .isInstanceOf(OperatorException.class)
                .hasMessage("Frames could not be published: 650 of 1650. Kafka has acknowledged nothing for 9 s.");
    }
}
