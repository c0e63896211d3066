package io.sluice.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.deploy.broker.BrokerSettings;
import io.sluice.deploy.broker.EmbeddedBroker;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** Commands against a real broker; each test under a prefix of its own. */
@Timeout(60)
final class KafkaCommandsTest {
    private static final Instant CAPTURED = Instant.parse("2026-11-21T09:00:00.123456Z");
    private static EmbeddedBroker broker;

    private Topics topics;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start(BrokerSettings.temporary());
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void nameTopics(TestInfo test) {
        topics = new Topics(test.getTestMethod().orElseThrow().getName());
    }

    @Test
    void topicsAreCreatedOnceAndThenLeftAlone() throws Exception {
        JsonNode first =
                json(sluice("topics", "create", "--partitions", "3", "--json").out());
        Run.Result again = sluice("topics", "create", "--partitions", "4", "--json");

        assertThat(first)
                .hasSize(5)
                .allMatch(topic -> topic.get("state").asText().equals("CREATED"));
        assertThat(json(again.out()))
                .allMatch(topic -> topic.get("state").asText().equals("EXISTING"));
        assertThat(json(again.out()).findValues("partitions"))
                .map(JsonNode::asInt)
                .containsExactly(3, 3, 1, 1, 1);
        assertThat(again.err().lines())
                .containsExactly(
                        "Topic " + topics.frames() + " stays at the 3 partitions that it has; 4 were asked for.",
                        "Topic " + topics.labels() + " stays at the 3 partitions that it has; 4 were asked for.");
    }

    @Test
    void framesAreBoundedInTimeAndSizeAndMayBeLarge() throws Exception {
        sluice("topics", "create", "--frame-retention", "10m", "--frame-retention-bytes", "64MiB");

        Config frames = configOf(topics.frames());
        assertThat(frames.get("retention.ms").value()).isEqualTo("600000");
        assertThat(frames.get("retention.bytes").value()).isEqualTo("67108864");
        assertThat(frames.get("segment.bytes").value()).isEqualTo("16777216");
        assertThat(frames.get("max.message.bytes").value()).isEqualTo("16777216");
    }

    @Test
    void moreCopiesThanBrokersAreRefusedInOneSentence() throws Exception {
        Run.Result run = sluice("topics", "create", "--replication", "2");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err().lines()).singleElement().asString().startsWith("Kafka at " + broker.bootstrapServers());
        assertThat(json(sluice("topics", "list", "--json").out()))
                .allMatch(topic -> topic.get("state").asText().equals("MISSING"));
    }

    @Test
    void theListCountsRecords() throws Exception {
        sluice("topics", "create");
        produce(answer("road", 0), answer("road", 1));

        assertThat(sluice("topics", "list").out().lines())
                .anyMatch(line -> line.matches(topics.labels() + " +existing +6 +1 +2"));
    }

    @Test
    void anAnswerIsOneLineUnderTheNamesOfTheSchema() throws Exception {
        sluice("topics", "create");
        produce(answer("road", 7));

        Run.Result run = sluice("labels", "--from", "beginning", "--max", "1");

        assertThat(run.status()).isZero();
        assertThat(run.out().lines())
                .singleElement()
                .isEqualTo("{'camera':'road','session':'s','sequence':7,"
                        .concat(
                                "'source':{'topic':'frames','partition':0,'offset':7},'outcome':'LABELLED','reason':null,")
                        .concat("'labels':[{'index':817,'name':'sports car','score':0.75}],'quality':null,")
                        .concat(
                                "'timings':{'captured':'2026-11-21T09:00:00.123456Z','received':'2026-11-21T09:00:01.123456Z',")
                        .concat("'batched':null,'inferred':null,'published':'2026-11-21T09:00:02.123456Z'},")
                        .concat("'batchSize':1,'provider':'CPU'}")
                        .replace('\'', '"'));
    }

    @Test
    void onlyTheCameraAskedForIsShown() throws Exception {
        sluice("topics", "create", "--partitions", "1");
        produce(answer("road", 0), answer("belt", 1), answer("road", 2), answer("belt", 3));

        Run.Result run = sluice("labels", "--from", "beginning", "--max", "2", "--camera", "belt");

        assertThat(run.out().lines()).hasSize(2).allMatch(line -> line.startsWith("{\"camera\":\"belt\""));
    }

    @Test
    void aForeignRecordIsReportedAndPassedOver() throws Exception {
        sluice("topics", "create", "--partitions", "1");
        produce(new byte[] {1, 2, 3}, answer("road", 1));

        Run.Result run = sluice("labels", "--from", "beginning", "--max", "1");

        assertThat(run.out().lines()).hasSize(1);
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .startsWith("Skipped the record at offset 0 of partition 0 of " + topics.labels());
    }

    @Test
    void theLatestTailShowsOnlyWhatComesAndEndsWhenStopped() throws Exception {
        sluice("topics", "create", "--partitions", "1");
        produce(answer("road", 0));
        LineQueue out = new LineQueue();
        Run run = Run.start(out, withKafka("labels"));

        String next = firstOf(run, out);
        run.stop();

        assertThat(next).contains("\"camera\":\"gate\"");
        assertThat(run.status()).isZero();
    }

    @Test
    void aTailEndsWhenNobodyReadsAnyMore() throws Exception {
        sluice("topics", "create", "--partitions", "1");
        produce(answer("road", 0));
        LineQueue out = new LineQueue();
        Run run = Run.start(out, withKafka("labels", "--from", "beginning"));

        out.next();
        out.close();
        produce(answer("road", 1));

        assertThat(run.status()).isZero();
        assertThat(run.err()).isEmpty();
    }

    @Test
    void aTailGoesBackAsFarAsAsked() throws Exception {
        sluice("topics", "create", "--partitions", "1");
        long now = System.currentTimeMillis();
        produce(now - 3_600_000, answer("road", 0));
        produce(now - 60_000, answer("road", 1));

        Run.Result run = sluice("labels", "--from", "10m", "--max", "1");

        assertThat(run.out()).contains("\"sequence\":1");
    }

    @Test
    void whatATransactionTookBackIsNotShown() throws Exception {
        sluice("topics", "create", "--partitions", "1");
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of("transactional.id", "undecided"))) {
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, new ProducerRecord<>(topics.labels(), answer("road", 0)));
            producer.abortTransaction();
        }
        produce(answer("road", 1));

        assertThat(sluice("labels", "--from", "beginning", "--max", "1").out()).contains("\"sequence\":1");
        assertThat(sluice("labels", "--from", "beginning", "--max", "1", "--isolation", "read_uncommitted")
                        .out())
                .contains("\"sequence\":0");
    }

    @Test
    void aMissingTopicIsNamed() throws Exception {
        Run.Result run = sluice("labels");

        assertThat(run.err())
                .isEqualToIgnoringNewLines(
                        "Topic " + topics.labels() + " does not exist: make it with 'sluice topics create'.");
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void theBrokerCommandServesUntilItIsStopped() throws Exception {
        LineQueue out = new LineQueue();
        Run run = Run.start(out, "broker", "--port", "0", "--json");

        String server = json(out.next()).get("bootstrapServers").asText();
        Run.Result list = Run.of("topics", "list", "--bootstrap-server", server);
        run.stop();

        assertThat(list.status()).isZero();
        assertThat(run.status()).isZero();
    }

    /** Sends records until the tail, which began at an unknown moment, shows the first. */
    private String firstOf(Run run, LineQueue out) throws Exception {
        String line = null;
        while (line == null) {
            assertThat(run.ended()).as(run.err()).isFalse();
            produce(answer("gate", 0));
            line = out.poll();
        }
        return line;
    }

    private Run.Result sluice(String... arguments) throws Exception {
        return Run.of(withKafka(arguments));
    }

    private String[] withKafka(String... arguments) {
        return Stream.concat(
                        Arrays.stream(arguments),
                        Stream.of("--bootstrap-server", broker.bootstrapServers(), "--topic-prefix", topics.prefix()))
                .toArray(String[]::new);
    }

    private void produce(byte[]... values) throws Exception {
        for (byte[] value : values) {
            produce(System.currentTimeMillis(), value);
        }
    }

    private void produce(long timestampMillis, byte[] value) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
            send(producer, new ProducerRecord<>(topics.labels(), null, timestampMillis, null, value));
        }
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> value)
            throws Exception {
        Future<RecordMetadata> sent = producer.send(value);
        producer.flush();
        sent.get();
    }

    private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put("bootstrap.servers", broker.bootstrapServers());
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static Config configOf(String topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            return admin.describeConfigs(List.of(resource)).all().get().get(resource);
        }
    }

    private static byte[] answer(String camera, long sequence) {
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

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }
}
