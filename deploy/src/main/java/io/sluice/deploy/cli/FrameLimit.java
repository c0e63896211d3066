package io.sluice.deploy.cli;

import io.sluice.ingest.publish.ProducerSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;

/**
 * The largest record that a topic takes. A producer that knows it turns larger frames down itself, and makes no batch that
 * the broker would: Kafka's producer splits such a batch, and where a record in it is too large by itself, loses count of
 * its records and never gets another one through to that partition (Kafka 4.3.1; {@code KafkaAwayTest}).
 */
final class FrameLimit {
    private static final int ANSWER_SECONDS = 10;

    private FrameLimit() {}

    /**
     * Properties of a producer to {@code topic}: {@code client} and, where this user may read the topic's configuration, its
     * limit. What the operator has set stays.
     */
    static Map<String, Object> within(Map<String, Object> client, String topic) {
        Map<String, Object> properties = new HashMap<>(client);
        of(client, topic).ifPresent(bytes -> {
            properties.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(bytes));
            if (bytes < ProducerSettings.BATCH_BYTES) {
                properties.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, Integer.toString(bytes));
            }
        });
        return properties;
    }

    private static OptionalInt of(Map<String, Object> client, String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Admin admin = Admin.create(client);
        try {
            String bytes = admin.describeConfigs(List.of(resource))
                    .all()
                    .get(ANSWER_SECONDS, TimeUnit.SECONDS)
                    .get(resource)
                    .get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG)
                    .value();
            return OptionalInt.of(Integer.parseInt(bytes));
        } catch (ExecutionException | TimeoutException e) {
            return OptionalInt.empty(); // not permitted, or gone again: the broker will say what is too large
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } finally {
            admin.close(Duration.ZERO);
        }
    }
}
