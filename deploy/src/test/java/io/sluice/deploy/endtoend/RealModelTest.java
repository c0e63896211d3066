package io.sluice.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.deploy.TestCache;
import io.sluice.deploy.TestData;
import io.sluice.deploy.cli.Cli;
import io.sluice.deploy.cli.StopSignal;
import io.sluice.deploy.cli.Surroundings;
import io.sluice.deploy.cli.Terminal;
import io.sluice.inference.model.ClassNames;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The model commands on real weights, real photographs and what the methods' authors' code computes. */
final class RealModelTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int EVERY = 5;

    /** Of all photographs, about 80 of 100 are right; 40 of them vary by a few. */
    private static final int RIGHT_OF_FORTY = 28;

    private final StringWriter out = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"none", "ppt:r=50", "evit:keep=0.7", "etps:keep=0.7", "tome:r=13"})
    void photographsAreRecognised(String reducer) throws Exception {
        Path names = TestData.require("models/imagenet_synsets.txt");
        List<String> line = new ArrayList<>(List.of(
                "model",
                "classify",
                "--json",
                "--reducer",
                reducer,
                "--weights",
                TestData.require("models/deit_tiny_patch16_224.safetensors").toString(),
                "--class-names",
                names.toString()));
        List<String> photographs = photographs();
        line.addAll(photographs);

        int status = run(line);

        assertThat(status).isZero();
        List<JsonNode> answers =
                out.toString().lines().map(RealModelTest::parsed).toList();
        assertThat(answers).extracting(answer -> answer.get("file").asText()).isEqualTo(photographs);
        ClassNames classes = ClassNames.read(names, 1000);
        assertThat(answers.stream().filter(answer -> isRight(answer, classes)).count())
                .isGreaterThanOrEqualTo(RIGHT_OF_FORTY);
    }

    @Test
    void everyCaseOfTheMethodsAuthorsPasses() throws Exception {
        int status = run(
                List.of("model", "check", "--json", TestData.require("golden").toString()));

        List<JsonNode> cases = new ArrayList<>();
        JSON.readTree(out.toString()).forEach(cases::add);
        assertThat(cases).hasSizeGreaterThanOrEqualTo(37).allSatisfy(RealModelTest::assertPassed);
        assertThat(status).isZero();
    }

    private static void assertPassed(JsonNode found) {
        assertThat(found.get("pass").asBoolean()).as(found.toString()).isTrue();
        assertThat(found.get("maxRelativeError").asDouble()).isBetween(0.0, 1e-4);
        assertThat(found.get("tokens")).hasSize(12).isEqualTo(found.get("expectedTokens"));
    }

    private static boolean isRight(JsonNode answer, ClassNames classes) {
        String synset =
                Path.of(answer.get("file").asText()).getFileName().toString().replaceFirst("_.*", "");
        return classes.ofSynset(synset).orElseThrow()
                == answer.get("labels").get(0).get("index").asInt();
    }

    private static List<String> photographs() throws IOException {
        try (Stream<Path> files = Files.list(TestData.require("images"))) {
            List<Path> all = files.sorted().toList();
            return IntStream.range(0, all.size())
                    .filter(i -> i % EVERY == 0)
                    .mapToObj(i -> all.get(i).toString())
                    .toList();
        }
    }

    private int run(List<String> arguments) {
        CommandLine sluice = Cli.commandLine(
                new Surroundings(new StopSignal(), InstantSource.system(), Terminal.NONE, TestCache.DIRECTORY));
        return sluice.setOut(new PrintWriter(out, true)).execute(arguments.toArray(String[]::new));
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }
}
