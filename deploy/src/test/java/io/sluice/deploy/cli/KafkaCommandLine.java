package io.sluice.deploy.cli;

import io.sluice.schemas.AvroCodec;
import io.sluice.schemas.FrameLabels;
import io.sluice.schemas.Label;
import io.sluice.schemas.Outcome;
import io.sluice.schemas.RecordPosition;
import io.sluice.schemas.Timings;
import io.sluice.schemas.Topics;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The command line on a Kafka, with topics of its own.
 *
 * @param bootstrapServers of the Kafka
 * @param topics names of the topics
 */
record KafkaCommandLine(String bootstrapServers, Topics topics) {
    private static final Instant CAPTURED = Instant.parse("2026-11-21T09:00:00.123456Z");

    /** Runs a command to its end. */
    Run.Result sluice(String... arguments) throws Exception {
        return Run.of(withKafka(arguments));
    }

    /** A command with the options that name this Kafka and these topics. */
    String[] withKafka(String... arguments) {
        return Stream.concat(
                        Arrays.stream(arguments),
                        Stream.of("--bootstrap-server", bootstrapServers, "--topic-prefix", topics.prefix()))
                .toArray(String[]::new);
    }

    /** Puts records on the labels topic, one after another. */
    void produce(byte[]... values) throws Exception {
        for (byte[] value : values) {
            produce(System.currentTimeMillis(), value);
        }
    }

    void produce(long timestampMillis, byte[] value) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
            send(producer, new ProducerRecord<>(topics.labels(), null, timestampMillis, null, value));
        }
    }

    static void send(KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> value) throws Exception {
        Future<RecordMetadata> sent = producer.send(value);
        producer.flush();
        sent.get();
    }

    KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put("bootstrap.servers", bootstrapServers);
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    Config configOf(String topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            return admin.describeConfigs(List.of(resource)).all().get().get(resource);
        }
    }

    /** An answer in full, captured at {@link #CAPTURED}, encoded. */
    static byte[] answer(String camera, long sequence) {
        FrameLabels labels = FrameLabels.newBuilder()
                .setCamera(camera)
                .setSession("s")
                .setSequence(sequence)
                .setSource(new RecordPosition("frames", 0, sequence))
                .setOutcome(Outcome.LABELLED)
                .setLabels(List.of(new Label(817, "sports car", 0.75f)))
                .setTimings(new Timings(CAPTURED, CAPTURED.plusSeconds(1), null, null, CAPTURED.plusSeconds(2)))
                .setBatchSize(1)
                .setProvider("CPU")
                .build();
        return new AvroCodec<>(FrameLabels.class).encode(labels);
    }
}
