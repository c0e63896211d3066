package io.sluice.deploy.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.deploy.topics.TopicLayout;
import io.sluice.deploy.topics.TopicSetup;
import io.sluice.schemas.AvroCodec;
import io.sluice.schemas.FrameLabels;
import io.sluice.schemas.Label;
import io.sluice.schemas.Outcome;
import io.sluice.schemas.Quality;
import io.sluice.schemas.RecordPosition;
import io.sluice.schemas.Timings;
import io.sluice.schemas.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Puts answers on the labels topic, as inference would: ten a second of each camera, which shows one thing after another. */
final class KafkaAnswers implements AutoCloseable {
    static final Instant BEGIN = Instant.parse("2026-11-21T12:00:00Z");
    private static final int CLASSES = 5;
    private static final int MILLIS_PER_FRAME = 100;

    /** Of more partitions than one; each more costs who reads them time. */
    private static final TopicLayout LAYOUT = new TopicLayout(
            2,
            TopicLayout.DEFAULT.replication(),
            TopicLayout.DEFAULT.frameRetention(),
            TopicLayout.DEFAULT.frameRetentionBytes(),
            TopicLayout.DEFAULT.answerRetention());

    private final Topics topics;
    private final Instant begin;
    private final AvroCodec<FrameLabels> codec = new AvroCodec<>(FrameLabels.class);
    private final KafkaProducer<byte[], byte[]> producer;

    KafkaAnswers(String bootstrapServers, Topics topics) {
        this(bootstrapServers, topics, BEGIN);
    }

    /** The same of cameras whose first frame is captured at {@code begin}. */
    KafkaAnswers(String bootstrapServers, Topics topics, Instant begin) {
        this.topics = topics;
        this.begin = begin;
        Map<String, Object> kafka = Map.of("bootstrap.servers", bootstrapServers);
        producer = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
        try (Admin admin = Admin.create(kafka)) {
            new TopicSetup(admin, topics).create(LAYOUT);
        }
    }

    /** The answers to frames {@code from} to below {@code to} of each camera; the same whenever they are asked for. */
    void send(List<String> cameras, int from, int to) {
        for (int sequence = from; sequence < to; sequence++) {
            for (String camera : cameras) {
                send(camera, codec.encode(answer(camera, sequence, begin)));
            }
        }
        producer.flush();
    }

    /** Any record. */
    void send(String camera, byte[] value) {
        var unused = producer.send(new ProducerRecord<>(topics.labels(), camera.getBytes(UTF_8), value));
    }

    /** Of a camera that shows a class for some 25 frames, scored high with few exceptions; its first frame is of {@code begin}. */
    static FrameLabels answer(String camera, int sequence, Instant begin) {
        SplittableRandom random = new SplittableRandom(31L * camera.hashCode() + sequence);
        int shown = new SplittableRandom(17L * camera.hashCode() + sequence / 25).nextInt(CLASSES);
        int named = random.nextInt(8) == 0 ? random.nextInt(CLASSES) : shown;
        double fidelity = 0.7 + 0.3 * random.nextDouble();
        Instant at = begin.plusMillis((long) sequence * MILLIS_PER_FRAME);
        return FrameLabels.newBuilder()
                .setCamera(camera)
                .setSession("s1")
                .setSequence((long) sequence)
                .setSource(new RecordPosition("frames", 0, (long) sequence))
                .setOutcome(Outcome.LABELLED)
                .setLabels(List.of(new Label(named, "class " + named, (float) (0.5 + random.nextDouble() / 2))))
                .setQuality(new Quality("m@1", "ppt:r=50", "INT8", 197, 47, 0.8, fidelity))
                .setTimings(Timings.newBuilder()
                        .setCaptured(at)
                        .setReceived(at)
                        .setPublished(at)
                        .build())
                .build();
    }

    @Override
    public void close() {
        producer.close();
    }
}
