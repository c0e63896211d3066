package io.sluice.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProducerSettingsTest {
    @Test
    void everyPropertyIsPinned() {
        assertThat(new ProducerSettings(with("client.id", "me"), 100L << 20).toProperties())
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("bootstrap.servers", "127.0.0.1:9092"),
                        Map.entry("client.id", "me"),
                        Map.entry("acks", "all"),
                        Map.entry("enable.idempotence", "true"),
                        Map.entry("partitioner.ignore.keys", "false"),
                        Map.entry("compression.type", "none"),
                        Map.entry("batch.size", 131072),
                        Map.entry("max.request.size", 8388608),
                        Map.entry("max.block.ms", 5000),
                        Map.entry("buffer.memory", 200L << 20),
                        Map.entry("delivery.timeout.ms", Integer.MAX_VALUE),
                        Map.entry("key.serializer", org.apache.kafka.common.serialization.StringSerializer.class),
                        Map.entry(
                                "value.serializer", org.apache.kafka.common.serialization.ByteArraySerializer.class)));
    }

    @Test
    void theUserTunesAndSecures() {
        assertThat(new ProducerSettings(with("linger.ms", "20"), 1).toProperties())
                .containsEntry("linger.ms", "20");
        assertThat(new ProducerSettings(with("security.protocol", "SSL"), 1).toProperties())
                .containsEntry("security.protocol", "SSL");
        assertThat(new ProducerSettings(with("acks", "-1"), 1).toProperties()).containsEntry("acks", "all");
    }

    @ParameterizedTest
    @CsvSource({
        "acks, 1",
        "enable.idempotence, false",
        "partitioner.ignore.keys, true",
        "transactional.id, me",
        "value.serializer, org.example.Mine"
    })
    void whatIngestPromisesCannotBeConfiguredAway(String key, String value) {
        assertThatThrownBy(() -> new ProducerSettings(with(key, value), 1))
                .isInstanceOf(PublishException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(value);
    }

    @Test
    void withoutABrokerThereIsNothingToDo() {
        assertThatThrownBy(() -> new ProducerSettings(Map.of(), 1)).hasMessageContaining("bootstrap.servers");
    }

    @Test
    void whatKafkaRejectsIsReportedInItsWords() {
        assertThatThrownBy(() -> new ProducerSettings(with("linger.ms", "soon"), 1).newProducer())
                .isInstanceOf(PublishException.class)
                .hasMessageContaining("linger.ms");
        assertThatThrownBy(() -> new ProducerSettings(Map.of("bootstrap.servers", "nowhere"), 1).newProducer())
                .isInstanceOf(PublishException.class)
                .hasMessageContaining("nowhere");
    }

    private static Map<String, Object> with(String key, String value) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", "127.0.0.1:9092");
        properties.put(key, value);
        return properties;
    }
}
