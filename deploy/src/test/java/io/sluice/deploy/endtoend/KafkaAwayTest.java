package io.sluice.deploy.endtoend;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.deploy.SmallCheckpoint;
import io.sluice.deploy.broker.BrokerSettings;
import io.sluice.deploy.broker.EmbeddedBroker;
import io.sluice.deploy.broker.HastyBroker;
import io.sluice.deploy.cli.LineQueue;
import io.sluice.deploy.cli.Run;
import io.sluice.schemas.FrameLabels;
import io.sluice.schemas.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka is not there yet, goes away, comes back without its topics, or does not take a frame. Nobody starts anything again. */
class KafkaAwayTest {
    private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);

    @TempDir
    private Path directory;

    private Path weights;
    private BrokerSettings settings;
    private String server;

    @BeforeEach
    void prepare() throws Exception {
        weights = SmallCheckpoint.write(directory.resolve("small.safetensors"));
        int port = freePort();
        settings = BrokerSettings.temporary().withPort(port).withDataDirectory(directory.resolve("broker"));
        server = "127.0.0.1:" + port;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void everythingMayBeStartedInAnyOrder() throws Exception {
        LineQueue published = new LineQueue();
        LineQueue answered = new LineQueue();
        Run ingest = Run.start(
                published,
                at(
                        "ingest",
                        "--camera=drawn=synthetic:shapes?size=64x64&frames=20",
                        "--as-fast-as-possible",
                        "--json"));
        Run infer = Run.start(answered, at("infer", "--weights=" + weights, "--reducer=none", "--json"));
        String unreachable = "Kafka cannot be reached at " + server + ": Connection refused. Waiting";
        SluiceProcess.await(
                () -> ingest.err().contains(unreachable) && infer.err().contains(unreachable));

        try (EmbeddedBroker broker = EmbeddedBroker.start(settings)) {
            SluiceProcess.await(() -> ingest.err().contains("has no topic sluice.frames: make it")
                    && infer.err().contains("lacks the topics sluice.frames"));
            try (KafkaFrames topics = new KafkaFrames(broker.bootstrapServers(), TOPICS)) {
                assertThat(topics.answers(20)).hasSize(20);
            }
            infer.stop();

            assertThat(json(published.next()).get("published").asInt()).isEqualTo(20);
            assertThat(ingest.status()).as(ingest.err()).isZero();
            assertThat(ingest.err()).hasLineCount(3).endsWith("Kafka at " + server + " is there.\n");
            assertThat(infer.status()).as(infer.err()).isZero();
        }
    }

    @Test
    void aStopEndsTheWait() throws Exception {
        LineQueue out = new LineQueue();
        Run infer = Run.start(out, at("infer", "--weights=" + weights, "--reducer=none"));
        SluiceProcess.await(() -> infer.err().contains("Waiting"));

        infer.stop();

        assertThat(infer.status()).as(infer.err()).isZero();
        assertThat(infer.err()).hasLineCount(1);
    }

    /**
     * Both processes see the broker go and come back. Inference has been told to lose patience with each request after a second
     * or two, so that it goes the ways that otherwise take an outage of minutes.
     */
    @Test
    void anOutageIsWaitedOutAndCostsWhatThePolicySays() throws Exception {
        Path cameras = Files.writeString(directory.resolve("cameras.yaml"), """
                cameras:
                  patient:
                    uri: synthetic:shapes?fps=20&size=320x256&seed=1
                    overflow: block
                  live:
                    uri: synthetic:shapes?fps=20&size=320x256&seed=2
                    overflow: shed-oldest
                """);
        Path impatient = Files.write(
                directory.resolve("impatient.properties"),
                List.of(
                        "request.timeout.ms=1000",
                        "default.api.timeout.ms=1500",
                        "max.block.ms=1500",
                        "delivery.timeout.ms=2000",
                        "transaction.timeout.ms=3000",
                        "state.dir=" + weights + "/is-no-directory"));
        EmbeddedBroker first = EmbeddedBroker.start(settings);
        try (KafkaFrames topics = new KafkaFrames(server, TOPICS);
                SluiceProcess infer = SluiceProcess.start(
                        directory,
                        at(
                                "infer",
                                "--weights=" + weights,
                                "--reducer=none",
                                "--json",
                                "--kafka-config=" + impatient))) {
            assertThat(infer.nextLine().get("state").asText()).isEqualTo("ready");
            try (SluiceProcess ingest = SluiceProcess.start(
                    directory, at("ingest", "--cameras=" + cameras, "--buffer=1MiB", "--short-side=0", "--json"))) {
                int before = topics.answers(40).size();
                first.close();
                ingest.awaitErr("Kafka has acknowledged nothing for");
                infer.awaitErr("Kafka at " + server + " does not answer (");

                try (EmbeddedBroker second = EmbeddedBroker.start(settings)) {
                    infer.awaitErr("Kafka at " + second.bootstrapServers() + " answers again.");
                    topics.answers(before + 100);
                    assertThat(ingest.terminate()).as(ingest.err()).isEqualTo(128 + 15);
                    requireAllAnswered(ingest.nextLine(), topics);
                    assertThat(infer.terminate()).isEqualTo(128 + 15);
                    assertThat(infer.err()).doesNotContain("\tat ");
                }
            }
        }
    }

    private static void requireAllAnswered(JsonNode account, KafkaFrames topics) {
        JsonNode patient = account.get("cameras").get(0);
        JsonNode live = account.get("cameras").get(1);
        int published = account.get("published").asInt();
        List<FrameLabels> answers = topics.answers(published);

        assertThat(answers).hasSize(published);
        assertThat(patient.get("shed").asLong()).isZero();
        assertThat(live.get("shed").asLong()).isPositive();
        assertThat(live.get("failed").asLong()).isZero();
        assertThat(patient.get("failed").asLong()).isLessThan(2); // one that waits for room when it is told to end
        assertThat(sequences(answers).get("patient"))
                .isEqualTo(LongStream.range(0, patient.get("published").asLong())
                        .boxed()
                        .toList());
        assertThat(sequences(answers).get("live"))
                .hasSize(live.get("published").asInt())
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void aTopicThatIsTakenAwayMayComeBack() throws Exception {
        // A commit to a topic that has gone is tried that long, before anything else is done; and a stream thread
        // that has died is a member of the group until its session is over, which the next one waits for.
        Path hasty = Files.write(
                directory.resolve("hasty.properties"),
                List.of("max.block.ms=2000", "main.consumer.session.timeout.ms=2000"));
        try (EmbeddedBroker broker = HastyBroker.start(settings);
                KafkaFrames topics = new KafkaFrames(server, TOPICS);
                SluiceProcess infer = SluiceProcess.start(
                        directory,
                        at("infer", "--weights=" + weights, "--reducer=none", "--json", "--kafka-config=" + hasty))) {
            infer.nextLine();
            topics.send("gate", 0, 32);
            topics.flush();
            topics.answers(1);

            try (Admin admin = admin(broker)) {
                admin.deleteTopics(List.of(TOPICS.frames())).all().get();
            }
            infer.awaitErr("Kafka at " + server + " has no topic sluice.frames any more: make it with 'sluice topics"
                    + " create'. Trying again.");
            try (KafkaFrames again = new KafkaFrames(server, TOPICS)) {
                again.send("gate", 1, 32);
                again.flush();

                assertThat(sequences(again.answers(2)).get("gate")).containsExactly(0L, 1L);
            }
            assertThat(infer.terminate()).as(infer.err()).isEqualTo(128 + 15);
            assertThat(infer.err()).containsOnlyOnce("any more").doesNotContain("\tat ");
        }
    }

    @Test
    void framesThatAreTooLargeForTheTopicAreCountedAndTheOthersGoOn() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(settings)) {
            try (Admin admin = admin(broker)) {
                admin.createTopics(List.of(new NewTopic(TOPICS.frames(), 6, (short) 1)
                                .configs(Map.of("max.message.bytes", "6000"))))
                        .all()
                        .get();
            }
            Run.Result run = sluice(
                    "ingest",
                    "--camera=small=synthetic:shapes?size=64x64&frames=50",
                    "--camera=large=synthetic:shapes?size=640x480&frames=50",
                    "--short-side=0",
                    "--as-fast-as-possible",
                    "--json");

            JsonNode cameras = json(run.out()).get("cameras");
            assertThat(cameras.get(0).get("published").asInt()).isEqualTo(50);
            assertThat(cameras.get(1).get("failed").asInt()).isEqualTo(50);
            assertThat(cameras.get(1).get("state").asText()).isEqualTo("ended");
            assertThat(run.err())
                    .startsWith("Frames could not be published: 50 of 100. Kafka refuses a frame as too large (")
                    .hasLineCount(1);
            assertThat(run.status()).isEqualTo(1);
        }
    }

    private static Admin admin(EmbeddedBroker broker) {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    private static Map<String, List<Long>> sequences(List<FrameLabels> answers) {
        return answers.stream()
                .collect(groupingBy(FrameLabels::getCamera, mapping(FrameLabels::getSequence, toList())));
    }

    private Run.Result sluice(String... arguments) throws Exception {
        return Run.of(at(arguments));
    }

    private String[] at(String... arguments) {
        return Stream.concat(Arrays.stream(arguments), Stream.of("--bootstrap-server=" + server))
                .toArray(String[]::new);
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }
}
