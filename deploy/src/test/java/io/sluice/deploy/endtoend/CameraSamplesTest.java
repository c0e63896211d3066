package io.sluice.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.broker.BrokerSettings;
import io.sluice.deploy.broker.EmbeddedBroker;
import io.sluice.deploy.calibration.CameraSamples;
import io.sluice.inference.engine.SampleFrame;
import io.sluice.inference.model.ClassNames;
import io.sluice.inference.model.Preprocessing;
import io.sluice.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On a real broker. */
final class CameraSamplesTest {
    private static final int SIDE = 8;
    private static final ClassNames NAMES = ClassNames.numbered(10);
    private static final Duration LONG = Duration.ofSeconds(30);

    private static EmbeddedBroker broker;

    private final List<String> problems = new ArrayList<>();

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start(BrokerSettings.temporary());
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private List<SampleFrame> frames(Topics topics, int limit, Duration patience) {
        Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
        return new CameraSamples(kafka, topics.frames(), limit, patience, System::nanoTime)
                .frames(Preprocessing.imageNet(SIDE), NAMES, problems::add);
    }

    @Test
    void theNewestFramesThatAreThereAreTaken() throws Exception {
        Topics topics = new Topics("newest");
        try (KafkaFrames frames = new KafkaFrames(broker.bootstrapServers(), topics)) {
            for (int sequence = 0; sequence < 40; sequence++) {
                frames.send("gate", sequence, SIDE);
            }
            frames.flush();

            // A sixth of 48 and one of each of six partitions, of which one camera fills but one.
            List<SampleFrame> samples = frames(topics, 48, Duration.ofSeconds(3));

            assertThat(samples)
                    .hasSizeBetween(8, 40)
                    .allMatch(sample -> sample.label().isEmpty());
            byte newest = samples.get(samples.size() - 1).pixels().pixels().get(0);
            assertThat(newest).isIn((byte) 38, (byte) 39);
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            assertThat(admin.listGroups().all().get()).isEmpty();
        }
    }

    @Test
    void aKafkaThatDoesNotAnswerGivesNone() {
        Map<String, Object> away = Map.of("bootstrap.servers", "127.0.0.1:1", "default.api.timeout.ms", 200);
        CameraSamples samples = new CameraSamples(away, "none.frames", 8, LONG, System::nanoTime);

        assertThat(samples.frames(Preprocessing.imageNet(SIDE), NAMES, problems::add))
                .isEmpty();
        assertThat(problems)
                .singleElement()
                .asString()
                .startsWith("Cannot compare on frames of none.frames: Kafka does not answer (");
    }

    @Test
    void framesThatArriveMeanwhileAreWaitedFor() {
        Topics topics = new Topics("arriving");
        try (KafkaFrames frames = new KafkaFrames(broker.bootstrapServers(), topics)) {
            Thread camera = new Thread(() -> {
                for (int sequence = 0; sequence < 40; sequence++) {
                    frames.send("gate", sequence, SIDE);
                    frames.flush();
                }
            });
            camera.start();

            assertThat(frames(topics, 16, LONG)).hasSizeGreaterThanOrEqualTo(8);
        }
    }

    @Test
    void camerasThatShowNothingAreNoSamples() {
        Topics topics = new Topics("silent");
        new KafkaFrames(broker.bootstrapServers(), topics).close();

        assertThat(frames(topics, 16, Duration.ofMillis(300))).isEmpty();
        assertThat(frames(new Topics("missing"), 16, LONG)).isEmpty();
    }

    @Test
    void anotherTopicIsAnotherIdentity() {
        assertThat(identity("one.frames")).isNotEqualTo(identity("two.frames"));
    }

    private static String identity(String topic) {
        return new CameraSamples(Map.of("bootstrap.servers", "kafka:9092"), topic, 16, LONG, System::nanoTime)
                .identity(NAMES);
    }
}
