package io.sluice.inference.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetersTest {
    private final Meters meters = new Meters();

    @Test
    void aSourceThatFailsTakesNoOthersMetersAway() {
        meters.beforeScrape(() -> {
            throw new IllegalStateException("It has been closed.");
        });
        var unused = new KafkaMeters(meters, List.of(Metric.KAFKA_SENT), () -> Map.of(Metric.KAFKA_SENT, 3.0));

        assertThat(meters.scrape()).contains("sluice_kafka_producer_records_total 3.0\n");
    }
}
