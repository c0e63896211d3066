package io.sluice.deploy.calibration;

import io.sluice.inference.engine.SampleFrame;
import io.sluice.inference.image.Decoded;
import io.sluice.inference.image.FrameDecoder;
import io.sluice.inference.model.ClassNames;
import io.sluice.inference.model.Preprocessing;
import io.sluice.schemas.AvroCodec;
import io.sluice.schemas.Frame;
import io.sluice.schemas.MalformedRecordException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What the cameras see: the newest frames on their topic, and those that arrive while it waits. Reads in no consumer group
 * and commits nothing.
 *
 * @param kafka client properties
 * @param topic of the frames
 * @param limit most frames to use; at least 1
 * @param patience how long to wait for them
 * @param nanoTime a clock like {@link System#nanoTime}
 */
public record CameraSamples(
        Map<String, Object> kafka, String topic, int limit, Duration patience, LongSupplier nanoTime)
        implements Samples {
    private static final Duration POLL = Duration.ofMillis(100);

    /** A share of fewer frames says nothing. */
    private static final int LEAST = 8;

    public CameraSamples {
        kafka = Map.copyOf(kafka);
        SampleBuffer.requireCount(limit);
    }

    @Override
    public String identity(ClassNames names) {
        return "frames of " + topic + " at " + kafka.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
    }

    @Override
    public List<SampleFrame> frames(Preprocessing preprocessing, ClassNames names, Consumer<String> problems) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer();
                SampleBuffer buffer = new SampleBuffer(limit, preprocessing)) {
            if (open(consumer)) {
                read(consumer, buffer, problems);
            }
            return enough(buffer.frames());
        } catch (RetriableException e) {
            problems.accept(
                    "Cannot compare on frames of " + topic + ": Kafka does not answer (" + e.getMessage() + ").");
            return List.of();
        }
    }

    private List<SampleFrame> enough(List<SampleFrame> frames) {
        return frames.size() < Math.min(LEAST, limit) ? List.of() : frames;
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Takes up every partition where its share of the newest frames begins; returns whether there is such a topic. */
    private boolean open(KafkaConsumer<byte[], byte[]> consumer) {
        List<PartitionInfo> found = consumer.partitionsFor(topic);
        if (found == null || found.isEmpty()) {
            return false;
        }
        List<TopicPartition> partitions = found.stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        seek(consumer, consumer.beginningOffsets(partitions), consumer.endOffsets(partitions));
        return true;
    }

    /** Cameras share what partitions there are, and some may be empty. */
    private void seek(
            KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> begins, Map<TopicPartition, Long> ends) {
        long filled = ends.entrySet().stream()
                .filter(end -> end.getValue() > begins.get(end.getKey()))
                .count();
        long share = 1 + limit / Math.max(1, filled);
        ends.forEach((partition, end) -> consumer.seek(partition, Math.max(begins.get(partition), end - share)));
    }

    private void read(KafkaConsumer<byte[], byte[]> consumer, SampleBuffer buffer, Consumer<String> problems) {
        AvroCodec<Frame> codec = new AvroCodec<>(Frame.class);
        long begin = nanoTime.getAsLong();
        boolean more = true;
        while (more && !buffer.isFull() && nanoTime.getAsLong() - begin < patience.toNanos()) {
            ConsumerRecords<byte[], byte[]> found = consumer.poll(POLL);
            for (ConsumerRecord<byte[], byte[]> next : found) {
                if (!buffer.isFull()) {
                    add(next, codec, buffer, problems);
                }
            }
            more = !found.isEmpty() || buffer.size() < limit / 2; // cameras that stand still will not fill it
        }
    }

    private static void add(
            ConsumerRecord<byte[], byte[]> found,
            AvroCodec<Frame> codec,
            SampleBuffer buffer,
            Consumer<String> problems) {
        String name = "the record at offset " + found.offset() + " of partition " + found.partition() + " of "
                + found.topic();
        try {
            Frame frame = codec.decode(found.value());
            buffer.add(name, OptionalInt.empty(), (decoder, slot) -> decode(frame, decoder, slot), problems);
        } catch (MalformedRecordException e) {
            problems.accept("Cannot compare on " + name + ": " + e.getMessage());
        }
    }

    private static Decoded decode(Frame frame, FrameDecoder decoder, ByteBuffer slot) {
        return switch (frame.getEncoding()) {
            case JPEG, PNG -> decoder.decode(frame.getImage(), slot);
            case RGB24 -> decoder.decodeRgb24(frame.getImage(), frame.getWidth(), frame.getHeight(), slot);
        };
    }
}
