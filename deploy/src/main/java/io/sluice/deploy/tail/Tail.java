package io.sluice.deploy.tail;

import io.sluice.deploy.OperatorException;
import io.sluice.schemas.AvroCodec;
import io.sluice.schemas.MalformedRecordException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * Follows a topic and hands each of its records on as a line of JSON. Reads on its own, in no consumer group; partitions
 * that the topic gets later are not read.
 *
 * @param <T> what the topic holds
 */
public final class Tail<T extends SpecificRecord> {
    /** Bounds how late a stop is noticed. */
    private static final Duration POLL = Duration.ofMillis(100);

    private final Consumer<byte[], byte[]> consumer;
    private final AvroCodec<T> codec;
    private final Predicate<T> wanted;
    private final LineSink sink;
    private final RecordJson json = new RecordJson();

    /**
     * @param consumer without subscription; stays the caller's to close
     * @param codec of the records
     * @param wanted which records to hand on
     * @param sink where to
     */
    public Tail(Consumer<byte[], byte[]> consumer, AvroCodec<T> codec, Predicate<T> wanted, LineSink sink) {
        this.consumer = consumer;
        this.codec = codec;
        this.wanted = wanted;
        this.sink = sink;
    }

    /**
     * Takes up the topic at {@code start}.
     *
     * @throws OperatorException if there is no such topic
     */
    public void open(String topic, TailStart start) {
        List<PartitionInfo> found = consumer.partitionsFor(topic);
        if (found == null || found.isEmpty()) {
            throw new OperatorException("Topic " + topic + " does not exist: make it with 'sluice topics create'.");
        }
        List<TopicPartition> partitions = found.stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        start.seek(consumer, partitions);
    }

    /** Hands records on until there were {@code max} of them, nobody reads them any more or {@code stop} says so. */
    public void run(long max, BooleanSupplier stop) {
        long left = max;
        boolean read = true;
        while (left > 0 && read && !stop.getAsBoolean()) {
            left -= poll(left);
            read = sink.flush();
        }
    }

    /** Hands on at most {@code max} records; returns how many. */
    private long poll(long max) {
        long done = 0;
        for (ConsumerRecord<byte[], byte[]> found : consumer.poll(POLL)) {
            if (done < max && handOn(found)) {
                done++;
            }
        }
        return done;
    }

    private boolean handOn(ConsumerRecord<byte[], byte[]> found) {
        try {
            T value = codec.decode(found.value());
            if (!wanted.test(value)) {
                return false;
            }
            sink.line(json.line(value));
            return true;
        } catch (MalformedRecordException e) {
            sink.skipped("Skipped the record at offset " + found.offset() + " of partition " + found.partition()
                    + " of " + found.topic() + ": " + e.getMessage());
            return false;
        }
    }
}
