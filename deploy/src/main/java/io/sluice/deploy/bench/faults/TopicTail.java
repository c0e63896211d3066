package io.sluice.deploy.bench.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads all partitions of a topic from the beginning, and keeps what a function makes of the records. Belongs to one thread.
 *
 * @param <T> what is made of a record
 */
final class TopicTail<T> implements Tail<T>, AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Function<ConsumerRecord<byte[], byte[]>, T> reading;
    private final List<TopicPartition> partitions;
    private final List<T> records = new ArrayList<>();

    /**
     * @param topic which exists
     * @param kafka client properties
     */
    TopicTail(
            String topic,
            IsolationLevel isolation,
            Map<String, Object> kafka,
            Function<ConsumerRecord<byte[], byte[]>, T> reading) {
        this.reading = reading;
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation.toString());
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // A record that is gone would be skipped without a word otherwise.
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        partitions.forEach(partition -> consumer.seek(partition, 0));
    }

    @Override
    public int poll() {
        int before = records.size();
        consumer.poll(POLL).forEach(found -> records.add(reading.apply(found)));
        return records.size() - before;
    }

    /** Where each partition ends now, for readers of this isolation. */
    @Override
    public Map<TopicPartition, Long> ends() {
        return consumer.endOffsets(partitions);
    }

    /**
     * Reads as far as each partition reaches now.
     *
     * @param patience in which at least one more record must come
     * @param meanwhile called now and then
     * @return whether it got there
     */
    boolean readToEnd(Duration patience, Runnable meanwhile) {
        Map<TopicPartition, Long> ends = ends();
        long endNanos = System.nanoTime() + patience.toNanos();
        while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
            meanwhile.run();
            if (poll() > 0) {
                endNanos = System.nanoTime() + patience.toNanos();
            } else if (System.nanoTime() > endNanos) {
                return false;
            }
        }
        return true;
    }

    @Override
    public List<T> records() {
        return List.copyOf(records);
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CLOSE_LIMIT));
    }
}
