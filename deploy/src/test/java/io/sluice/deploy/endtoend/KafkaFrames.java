package io.sluice.deploy.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.deploy.topics.TopicLayout;
import io.sluice.deploy.topics.TopicSetup;
import io.sluice.schemas.AvroCodec;
import io.sluice.schemas.Frame;
import io.sluice.schemas.FrameLabels;
import io.sluice.schemas.ImageEncoding;
import io.sluice.schemas.Topics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;

/** The two ends of the system as a test sees them: puts frames on the topic, and reads the committed answers. */
final class KafkaFrames implements AutoCloseable {
    private final Topics topics;
    private final Map<String, Object> kafka;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AvroCodec<Frame> codec = new AvroCodec<>(Frame.class);

    KafkaFrames(String bootstrapServers, Topics topics) {
        this.topics = topics;
        this.kafka = Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        this.producer = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
        try (Admin admin = Admin.create(kafka)) {
            new TopicSetup(admin, topics).create(TopicLayout.DEFAULT);
        }
    }

    Map<String, Object> kafka() {
        return kafka;
    }

    /** Sends frame {@code sequence} of {@code camera}: grey, {@code side} pixels square. */
    void send(String camera, long sequence, int side) {
        send(camera, sequence, side, Instant.now());
    }

    /** The same for a frame that was captured at another time. */
    void send(String camera, long sequence, int side, Instant capturedAt) {
        byte[] pixels = new byte[side * side * 3];
        Arrays.fill(pixels, (byte) sequence);
        Frame frame =
                new Frame(camera, "s1", sequence, capturedAt, side, side, ImageEncoding.RGB24, ByteBuffer.wrap(pixels));
        var unused = producer.send(new ProducerRecord<>(topics.frames(), camera.getBytes(UTF_8), codec.encode(frame)));
    }

    /** Puts any record on the frames topic; either part may be null. */
    Future<RecordMetadata> send(Bytes key, Bytes value) {
        return producer.send(new ProducerRecord<>(
                topics.frames(), key == null ? null : key.get(), value == null ? null : value.get()));
    }

    /** Returns when all that was sent has been stored. */
    void flush() {
        producer.flush();
    }

    /**
     * The committed answers from the beginning, in the order of each partition: those that have come when there are
     * {@code atLeast} and no more follow, or a minute has passed.
     */
    List<FrameLabels> answers(int atLeast) {
        return read(topics.labels(), FrameLabels.class, atLeast);
    }

    /** The same of any topic. */
    <T extends SpecificRecord> List<T> read(String topic, Class<T> type, int atLeast) {
        AvroCodec<T> answers = new AvroCodec<>(type);
        return records(topic, atLeast, Duration.ofMinutes(1)).stream()
                .map(record -> answers.decode(record.value()))
                .toList();
    }

    /** The same as they are stored, waiting for as long as {@code patience}. */
    List<ConsumerRecord<byte[], byte[]>> records(String topic, int atLeast, Duration patience) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Instant deadline = Instant.now().plus(patience);
            while (found.size() < atLeast && Instant.now().isBefore(deadline)) {
                consumer.poll(Duration.ofMillis(200)).forEach(found::add);
            }
            // What would come twice comes now.
            consumer.poll(Duration.ofSeconds(1)).forEach(found::add);
        }
        return found;
    }

    @Override
    public void close() {
        producer.close();
    }
}
