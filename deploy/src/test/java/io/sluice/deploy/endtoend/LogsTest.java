package io.sluice.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.deploy.SmallCheckpoint;
import io.sluice.deploy.broker.BrokerSettings;
import io.sluice.deploy.broker.EmbeddedBroker;
import io.sluice.schemas.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What processes log, as whoever collects logs gets it. */
final class LogsTest {
    private static final int SECONDS = 3;

    @TempDir
    private Path directory;

    @Test
    void logsAreObjectsAndWhileAllIsWellThereAreNone() throws Exception {
        Path weights = SmallCheckpoint.write(directory.resolve("small.safetensors"));
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.temporary());
                KafkaFrames topics = new KafkaFrames(broker.bootstrapServers(), new Topics(Topics.DEFAULT_PREFIX));
                SluiceProcess infer = start(broker, "infer", "--weights=" + weights, "--reducer=none")) {
            assertThat(infer.nextLine().get("state").asText()).isEqualTo("ready");
            int linesBefore = lines(infer.err()).size();

            try (SluiceProcess ingest = start(
                    broker, "ingest", "--camera=drawn=synthetic:shapes?fps=20&size=64x64&frames=" + 20 * SECONDS)) {
                assertThat(ingest.nextLine().get("published").asInt()).isEqualTo(20 * SECONDS);
                assertThat(topics.answers(20 * SECONDS)).hasSize(20 * SECONDS);

                List<JsonNode> logged = lines(ingest.err());
                assertThat(logged)
                        .extracting(line -> line.get("formattedMessage").asText())
                        .contains("Kafka answers.");
                assertThat(logged)
                        .hasSizeLessThanOrEqualTo(SECONDS + 2)
                        .allSatisfy(
                                line -> assertThat(line.get("level").asText()).isEqualTo("INFO"));
            }
            assertThat(lines(infer.err())).hasSize(linesBefore);
        }
    }

    private SluiceProcess start(EmbeddedBroker broker, String... words) throws Exception {
        List<String> commandLine = new ArrayList<>(List.of(words));
        commandLine.addAll(List.of("--log-format=json", "--json", "--bootstrap-server=" + broker.bootstrapServers()));
        return SluiceProcess.start(directory, commandLine.toArray(String[]::new));
    }

    private static List<JsonNode> lines(String log) throws Exception {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : log.lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }
}
