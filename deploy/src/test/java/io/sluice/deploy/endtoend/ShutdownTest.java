package io.sluice.deploy.endtoend;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.deploy.SmallCheckpoint;
import io.sluice.deploy.broker.BrokerSettings;
import io.sluice.deploy.broker.EmbeddedBroker;
import io.sluice.deploy.cli.LineQueue;
import io.sluice.deploy.cli.Run;
import io.sluice.schemas.FrameLabels;
import io.sluice.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What inference does when it is told to end. */
class ShutdownTest {
    private static final int SIGTERM_STATUS = 128 + 15;
    private static final int SIDE = 32;

    /** As long as Kafka would wait for a member that has gone without a word. */
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(10);

    /** How long a member that goes may have been silent before, at most. */
    private static final Duration LAST_SIGN = Duration.ofSeconds(1);

    /** As long as inference would wait for a Kafka that does not answer. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);

    private static final List<String> CAMERAS =
            IntStream.range(0, 12).mapToObj(number -> "camera-" + number).toList();

    @TempDir
    private Path directory;

    private Path weights;

    @BeforeEach
    void writeWeights() throws Exception {
        weights = SmallCheckpoint.write(directory.resolve("small.safetensors"));
    }

    @Test
    void aProcessThatIsToldToEndHasLeftTheGroupWhenItIsGone() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.temporary());
                KafkaFrames frames = new KafkaFrames(broker.bootstrapServers(), new Topics("sluice"));
                Admin admin = Admin.create(frames.kafka())) {
            try (SluiceProcess infer = ready(broker.bootstrapServers())) {
                sendToAll(frames, 0);
                frames.answers(CAMERAS.size());
                int before = members(admin, "sluice-inference");

                assertThat(infer.terminate()).as(infer.err()).isEqualTo(SIGTERM_STATUS);

                assertThat(before).isEqualTo(1);
                assertThat(members(admin, "sluice-inference")).isZero();
                assertThat(infer.nextLine().get("inFlight").asInt()).isZero();
            }
        }
    }

    /** The first SIGTERM waits for a Kafka that does not answer; the second does not. */
    @Test
    void toBeToldTwiceEndsAProcessAtOnce() throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.temporary());
        try (KafkaFrames frames = new KafkaFrames(broker.bootstrapServers(), new Topics("sluice"));
                SluiceProcess infer = ready(broker.bootstrapServers())) {
            sendToAll(frames, 0);
            frames.answers(CAMERAS.size());
            broker.close();

            infer.signalTerm();
            boolean endedByTheFirst = infer.endsWithin(Duration.ofSeconds(1));
            infer.signalTerm();

            assertThat(endedByTheFirst).isFalse();
            assertThat(infer.endsWithin(CLOSE_TIMEOUT.dividedBy(2))).isTrue();
            assertThat(infer.status()).isEqualTo(SIGTERM_STATUS);
        }
    }

    /** Two processes under load, each replaced by another in turn. */
    @Test
    void aRollingRestartLosesNothingAndNoFrameWaitsForATimeOut() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.temporary());
                KafkaFrames frames = new KafkaFrames(broker.bootstrapServers(), new Topics("sluice"))) {
            Instance first = start(broker);
            Instance second = start(broker);
            Load load = new Load(frames);
            frames.answers(5 * CAMERAS.size());

            first.stop();
            Instance third = start(broker);
            second.stop();
            Instance fourth = start(broker);
            int sent = load.stop();
            List<FrameLabels> answers = frames.answers(sent * CAMERAS.size());
            third.stop();
            fourth.stop();

            assertThat(sequences(answers))
                    .hasSize(CAMERAS.size())
                    .allSatisfy((camera, sequences) -> assertThat(sequences)
                            .isEqualTo(LongStream.range(0, sent).boxed().toList()));
            assertThat(answers)
                    .allSatisfy(answer -> assertThat(ageOf(answer)).isLessThan(SESSION_TIMEOUT.minus(LAST_SIGN)));
        }
    }

    private static Duration ageOf(FrameLabels answer) {
        return Duration.between(
                answer.getTimings().getCaptured(), answer.getTimings().getPublished());
    }

    private static int members(Admin admin, String group) throws Exception {
        return admin.describeConsumerGroups(List.of(group))
                .describedGroups()
                .get(group)
                .get()
                .members()
                .size();
    }

    private SluiceProcess ready(String server) throws Exception {
        SluiceProcess infer = SluiceProcess.start(directory, infer(server));
        assertThat(infer.nextLine().get("state").asText()).isEqualTo("ready");
        return infer;
    }

    private String[] infer(String server) {
        return new String[] {
            "infer", "--weights=" + weights, "--reducer=none", "--bootstrap-server=" + server, "--lanes=1", "--json"
        };
    }

    /** Inference in this process, which is ready. */
    private record Instance(Run run, LineQueue out) {
        void stop() throws Exception {
            run.stop();
            assertThat(run.status()).as(run.err()).isZero();
            assertThat(new ObjectMapper().readTree(out.next()).get("state").asText())
                    .isEqualTo("ended");
        }
    }

    private Instance start(EmbeddedBroker broker) throws Exception {
        LineQueue out = new LineQueue();
        Instance instance = new Instance(Run.start(out, infer(broker.bootstrapServers())), out);
        assertThat(out.next()).contains("ready");
        return instance;
    }

    private static void sendToAll(KafkaFrames frames, long sequence) {
        CAMERAS.forEach(camera -> frames.send(camera, sequence, SIDE));
        frames.flush();
    }

    /** A frame of each camera twenty times a second, until it is stopped. */
    private static final class Load {
        private final CountDownLatch stopped = new CountDownLatch(1);
        private final CompletableFuture<Integer> sent;

        Load(KafkaFrames frames) {
            sent = CompletableFuture.supplyAsync(() -> send(frames), task -> new Thread(task, "load").start());
        }

        private int send(KafkaFrames frames) {
            int count = 0;
            try {
                do {
                    sendToAll(frames, count++);
                } while (!stopped.await(50, TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return count;
        }

        /** How many frames each camera has sent. */
        int stop() throws Exception {
            stopped.countDown();
            return sent.get(10, TimeUnit.SECONDS);
        }
    }

    private static Map<String, List<Long>> sequences(List<FrameLabels> answers) {
        return answers.stream()
                .collect(groupingBy(FrameLabels::getCamera, mapping(FrameLabels::getSequence, toList())));
    }
}
