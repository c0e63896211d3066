package io.sluice.deploy.endtoend;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.SmallCheckpoint;
import io.sluice.schemas.FrameLabels;
import io.sluice.schemas.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Broker, ingest and inference as three processes, of which inference is killed. */
@Timeout(180)
class KilledInferenceTest {
    private static final int FRAMES = 400;
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
        try (SluiceProcess broker = SluiceProcess.start(
                directory, "broker", "--port=0", "--data-dir=" + directory.resolve("broker"), "--json")) {
            String server = broker.nextLine().get("bootstrapServers").asText();
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
        SluiceProcess infer = SluiceProcess.start(
                directory, "infer", "--weights=" + weights, "--bootstrap-server=" + server, "--json");
        assertThat(infer.nextLine().get("state").asText()).isEqualTo("ready");
        return infer;
    }

    /** Two cameras, ten seconds long. */
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
