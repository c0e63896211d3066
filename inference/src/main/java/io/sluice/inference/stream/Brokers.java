package io.sluice.inference.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/** What this process asks the brokers itself, beside Kafka Streams. */
final class Brokers implements AutoCloseable {
    private static final int ANSWER_MILLIS = 10_000;

    private final String servers;
    private final Admin admin;

    /** @param kafka client properties */
    Brokers(Map<String, Object> kafka) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MILLIS / 2);
        config.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
        this.servers = String.valueOf(kafka.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
        this.admin = Admin.create(config);
    }

    /**
     * Returns when all {@code topics} exist. Kafka Streams itself would retry for minutes where no broker answers, and die of
     * a missing topic without naming the remedy.
     *
     * @throws InferenceException when no broker answers, or some are missing, which it names
     */
    void requireTopics(List<String> topics) {
        try {
            Set<String> found = admin.listTopics().names().get();
            List<String> missing = new ArrayList<>(topics);
            missing.removeAll(found);
            if (!missing.isEmpty()) {
                throw new InferenceException("Kafka at " + servers + " lacks the topics " + String.join(", ", missing)
                        + ": create them with 'sluice topics create'.");
            }
        } catch (ExecutionException e) {
            throw new InferenceException(
                    "Kafka at " + servers + " does not answer: " + e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** The offset that the next record of each partition will have; fails when the brokers do not answer in time. */
    KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> logEnds(Set<TopicPartition> partitions) {
        return admin.listOffsets(partitions.stream().collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest())))
                .all();
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
