package io.sluice.deploy.endtoend;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.SmallCheckpoint;
import io.sluice.deploy.broker.EmbeddedBroker;
import io.sluice.deploy.broker.HastyBroker;
import io.sluice.schemas.FrameLabels;
import io.sluice.schemas.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ingest and inference as processes, of which inference is killed. The broker soon believes that it is gone. */
class KilledInferenceTest {
    private static final int FRAMES = 200;
    private static final int SIGTERM_STATUS = 128 + 15;

    @TempDir
    private Path directory;

    private Path weights;

    @BeforeEach
    void writeWeights() throws Exception {
        weights = SmallCheckpoint.write(directory.resolve("small.safetensors"));
    }

    @Test
    void everyFrameHasOneAnswerInOrderThoughInferenceIsKilledInMidStream() throws Exception {
        try (EmbeddedBroker broker = HastyBroker.start()) {
            String server = broker.bootstrapServers();
            try (KafkaFrames topics = new KafkaFrames(server, new Topics(Topics.DEFAULT_PREFIX));
                    SluiceProcess killed = readyInference(server);
                    SluiceProcess ingest = ingest(server)) {
                topics.answers(50);
                killed.kill();
                int answeredBefore = topics.answers(0).size();

                try (SluiceProcess second = readyInference(server)) {
                    assertThat(ingest.nextLine().get("published").asInt()).isEqualTo(2 * FRAMES);
                    List<FrameLabels> answers = topics.answers(2 * FRAMES);
                    assertThat(answeredBefore).isBetween(50, 2 * FRAMES - 1);
                    assertThat(sequencesByCamera(answers))
                            .containsOnlyKeys("road", "belt")
                            .allSatisfy(
                                    (camera, sequences) -> assertThat(sequences).isEqualTo(framesInOrder()));

                    assertThat(second.terminate()).isEqualTo(SIGTERM_STATUS);
                    assertThat(second.nextLine().get("labelled").asInt()).isEqualTo(2 * FRAMES - answeredBefore);
                }
            }
        }
    }

    private SluiceProcess readyInference(String server) throws Exception {
        Path config = Files.write(
                directory.resolve("infer.properties"),
                List.of("main.consumer.session.timeout.ms=2000", "producer.transaction.timeout.ms=2000"));
        SluiceProcess infer = SluiceProcess.start(
                directory,
                "infer",
                "--weights=" + weights,
                "--reducer=none",
                "--bootstrap-server=" + server,
                "--kafka-config=" + config,
                "--json");
        assertThat(infer.nextLine().get("state").asText()).isEqualTo("ready");
        return infer;
    }

    /** Two cameras, five seconds long. */
    private SluiceProcess ingest(String server) throws Exception {
        String scene = "synthetic:shapes?fps=40&size=64x64&frames=" + FRAMES;
        return SluiceProcess.start(
                directory,
                "ingest",
                "--camera=road=" + scene + "&seed=1",
                "--camera=belt=" + scene + "&seed=2",
                "--bootstrap-server=" + server,
                "--json");
    }

    private static Map<String, List<Long>> sequencesByCamera(List<FrameLabels> answers) {
        return answers.stream()
                .collect(groupingBy(FrameLabels::getCamera, mapping(FrameLabels::getSequence, toList())));
    }

    private static List<Long> framesInOrder() {
        return LongStream.range(0, FRAMES).boxed().toList();
    }
}
