package io.sluice.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.deploy.SmallCheckpoint;
import io.sluice.deploy.SmallVideo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Ingest and inference as commands of their own against one broker; each test under a prefix of its own. */
@ExtendWith(OwnKafka.class)
final class IngestAndInferCommandTest {
    private static final int FRAMES = 40;

    @TempDir
    private static Path directory;

    private static Path weights;
    private static Path video;

    private KafkaCommandLine kafka;

    @BeforeAll
    static void prepare() throws Exception {
        weights = SmallCheckpoint.write(directory.resolve("small.safetensors"));
        video = SmallVideo.write(directory.resolve("small.mjpg"), FRAMES);
    }

    @BeforeEach
    void nameTopics(KafkaCommandLine own) {
        kafka = own;
    }

    @Test
    void aFileIsPublishedFrameByFrameAndAnsweredOnce() throws Exception {
        kafka.sluice("topics", "create");

        Run.Result ingest = kafka.sluice("ingest", "--camera=belt=" + video, "--as-fast-as-possible", "--json");
        LineQueue out = new LineQueue();
        Run infer = Run.start(out, kafka.withKafka("infer", "--weights=" + weights, "--json"));
        JsonNode ready = json(out.next());
        Run.Result labels = kafka.sluice("labels", "--from=beginning", "--max=" + FRAMES);
        infer.stop();
        JsonNode counts = json(out.next());

        assertThat(ingest.status()).as(ingest.err()).isZero();
        assertThat(json(ingest.out()).get("published").asLong()).isEqualTo(FRAMES);
        assertThat(json(ingest.out()).get("cameras").get(0).get("state").asText())
                .isEqualTo("ended");
        assertThat(ready.get("state").asText()).isEqualTo("ready");
        assertThat(labels.out().lines().map(IngestAndInferCommandTest::sequence))
                .isEqualTo(Stream.iterate(0L, sequence -> sequence + 1)
                        .limit(FRAMES)
                        .toList());
        assertThat(counts.get("offered").asLong()).isEqualTo(FRAMES);
        assertThat(counts.get("labelled").asLong()).isEqualTo(FRAMES);
        assertThat(counts.get("inFlight").asLong()).isZero();
        assertThat(infer.status()).as(infer.err()).isZero();
    }

    @Test
    void aFileOfCamerasIsReadAndSummarizedByCamera() throws Exception {
        kafka.sluice("topics", "create");
        Path cameras = Files.writeString(directory.resolve("cameras.yaml"), """
                cameras:
                  belt: small.mjpg
                  drawn:
                    uri: synthetic:shapes?frames=12
                """);

        Run.Result run = kafka.sluice("ingest", "--cameras=" + cameras, "--as-fast-as-possible");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "belt ended: 40 captured = 40 published + 0 shed + 0 failed",
                        "drawn ended: 12 captured = 12 published + 0 shed + 0 failed");
    }

    @Test
    void ingestEndsInOrderWhenAskedTo() throws Exception {
        kafka.sluice("topics", "create");
        LineQueue out = new LineQueue();
        Run run = Run.start(out, kafka.withKafka("ingest", "--camera=drawn=synthetic:shapes", "--json"));

        awaitFrames();
        run.stop();

        JsonNode account = json(out.next());
        assertThat(account.get("captured").asLong())
                .isEqualTo(account.get("published").asLong());
        assertThat(run.status()).as(run.err()).isZero();
    }

    private void awaitFrames() {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer
                    .partitionsFor(kafka.topics().frames())
                    .stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            Map<TopicPartition, Long> before = consumer.endOffsets(partitions);
            while (consumer.endOffsets(partitions).equals(before)) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void aMissingTopicIsNamedBeforeAnythingStarts() throws Exception {
        assertThat(kafka.sluice("ingest", "--camera=belt=" + video, "--kafka-wait=0s")
                        .err())
                .isEqualToIgnoringNewLines("Kafka at " + kafka.bootstrapServers() + " has no topic "
                        + kafka.topics().frames() + ": make it with 'sluice topics create'.");
        assertThat(kafka.sluice("infer", "--weights=" + weights, "--kafka-wait=0s")
                        .err())
                .startsWith("Kafka at " + kafka.bootstrapServers() + " lacks the topics "
                        + kafka.topics().frames())
                .endsWith(": make them with 'sluice topics create'.\n");
    }

    @Test
    void aCameraThatCannotBeOpenedStopsTheOthersFromStarting() throws Exception {
        kafka.sluice("topics", "create");
        Path missing = directory.resolve("missing.mp4");

        Run.Result run = kafka.sluice("ingest", "--camera=belt=" + video, "--camera=gone=" + missing);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .isEqualToIgnoringNewLines(
                        "Camera 'gone' cannot be opened: there is no file or directory " + missing + ".");
        assertThat(kafka.sluice("topics", "list").out().lines())
                .anyMatch(line -> line.matches(kafka.topics().frames() + " .* 0"));
    }

    private static long sequence(String label) {
        try {
            return json(label).get("sequence").asLong();
        } catch (Exception e) {
            throw new AssertionError(label, e);
        }
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }
}
