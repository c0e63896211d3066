package io.sluice.deploy.demo;

import io.sluice.deploy.tail.TailStart;
import io.sluice.schemas.AvroCodec;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a topic from its beginning on a thread of its own, committed records only.
 *
 * @param <T> what the topic holds
 */
public final class TopicReader<T extends SpecificRecord> implements AutoCloseable {
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final AvroCodec<T> codec;
    private final Consumer<T> sink;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Thread thread;

    /**
     * A reader that reads from here on.
     *
     * @param topic which exists
     * @param type what it holds
     * @param kafka client properties
     * @param sink told of each record, on the reader's thread
     */
    public TopicReader(String topic, Class<T> type, Map<String, Object> kafka, Consumer<T> sink) {
        this.codec = new AvroCodec<>(type);
        this.sink = sink;
        consumer = new KafkaConsumer<>(committedOnly(kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        new TailStart.Beginning().seek(consumer, partitions);
        thread = new Thread(this::run, "sluice-read-" + topic);
        thread.setDaemon(true);
        thread.start();
    }

    private static Map<String, Object> committedOnly(Map<String, Object> kafka) {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return properties;
    }

    private void run() {
        try (consumer) {
            while (true) {
                for (ConsumerRecord<byte[], byte[]> found : consumer.poll(POLL)) {
                    sink.accept(codec.decode(found.value()));
                }
            }
        } catch (WakeupException e) {
            ended.complete(null);
        } catch (RuntimeException e) { // from Kafka, or of a foreign record: whoever waits is told
            ended.completeExceptionally(e);
        }
    }

    /** Completes when the reader was closed; fails when it cannot read on. */
    public CompletableFuture<Void> ended() {
        return ended.copy();
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join(CLOSE_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
