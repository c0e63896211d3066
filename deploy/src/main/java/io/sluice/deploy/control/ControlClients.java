package io.sluice.deploy.control;

import io.sluice.deploy.OperatorException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Kafka clients for one question or one record, while a person waits. */
final class ControlClients {
    private static final int REQUEST_MILLIS = 5_000;
    private static final int ANSWER_MILLIS = 10_000;

    private static final Duration POLL = Duration.ofMillis(200);

    /** Ten seconds of them: who has told where a topic ends, and then sends nothing, has gone. */
    private static final int MOST_EMPTY = 50;

    private ControlClients() {}

    /** A consumer of committed records, in no group. */
    static Consumer<byte[], byte[]> consumer(Map<String, Object> kafka) {
        Map<String, Object> config = patient(kafka);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Properties of a producer whose records all replicas have when it says that they are sent. */
    static Map<String, Object> producer(Map<String, Object> kafka) {
        Map<String, Object> config = patient(kafka);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, ANSWER_MILLIS);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
        return config;
    }

    private static Map<String, Object> patient(Map<String, Object> kafka) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
        config.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
        return config;
    }

    /**
     * The partitions of a topic.
     *
     * @throws OperatorException if there is no such topic
     */
    static List<TopicPartition> partitions(Consumer<?, ?> consumer, String topic) {
        List<PartitionInfo> found = consumer.partitionsFor(topic);
        if (found == null || found.isEmpty()) {
            throw new OperatorException("Topic " + topic + " does not exist: make it with 'sluice topics create'.");
        }
        return found.stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    /**
     * Reads from where {@code consumer} stands to where its partitions end now.
     *
     * @param sink told of each record
     * @throws TimeoutException when no more come
     */
    static void readToEnd(
            Consumer<byte[], byte[]> consumer, java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        int empty = 0;
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            ConsumerRecords<byte[], byte[]> found = consumer.poll(POLL);
            found.forEach(sink);
            empty = found.isEmpty() ? empty + 1 : 0;
            if (empty == MOST_EMPTY) {
                throw new TimeoutException("no more records came of " + ends.keySet());
            }
        }
    }
}
