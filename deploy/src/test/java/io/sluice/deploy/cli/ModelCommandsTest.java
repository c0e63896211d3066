package io.sluice.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.deploy.modeling.SmallCheckpoint;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The model commands on a small untrained model. */
final class ModelCommandsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String REDUCER = "ppt:r=4,blocks=1+2";

    @TempDir
    private Path directory;

    private String weights;

    @BeforeEach
    void writeCheckpoint() throws IOException {
        weights = SmallCheckpoint.write(directory.resolve("small.safetensors")).toString();
    }

    @Test
    void aBuiltModelIsInspectedAsItsCheckpointIs() throws Exception {
        String onnx = build(REDUCER);

        JsonNode built = json("model", "inspect", "--json", onnx);
        JsonNode checkpoint = json("model", "inspect", "--json", weights, "--reducer", REDUCER);

        assertThat(built.get("macs")).isEqualTo(checkpoint.get("macs"));
        assertThat(built.get("tokens").toString())
                .isEqualTo("[17,13,9,9]")
                .isEqualTo(checkpoint.get("tokens").toString());
        assertThat(built.get("shape")).isEqualTo(checkpoint.get("shape"));
        assertThat(built.get("model")).isEqualTo(checkpoint.get("model"));
        assertThat(built.path("preprocessing").path("inputSize").asInt()).isEqualTo(32);
        assertThat(tensor(built, "head.weight")).isEqualTo("FLOAT [128,10]");
        assertThat(tensor(checkpoint, "head.weight")).isEqualTo("F32 [10,128]");
    }

    @Test
    void multiplyAccumulatesAddUp() throws Exception {
        JsonNode macs = json("model", "inspect", "--json", weights).get("macs");

        // n = 17, D = 128, H = 256: 4 n D^2 + 2 n^2 D + 2 n D H
        assertThat(macs.get("blocks").get(0).asLong()).isEqualTo(4 * 17 * 16384 + 2 * 289 * 128 + 2 * 17 * 128 * 256);
        assertThat(macs.get("patchEmbedding").asLong()).isEqualTo(16 * 3 * 64 * 128);
        assertThat(macs.get("total").asLong())
                .isEqualTo(macs.get("patchEmbedding").asLong()
                        + 4 * macs.get("blocks").get(0).asLong()
                        + macs.get("head").asLong());
    }

    @Test
    void inspectionIsReadable() throws Exception {
        Run.Result run = Run.of("model", "inspect", weights);

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("input 32 x 32, patch 8, width 128, depth 4, heads 2, MLP 256, classes 10");
        assertThat(run.out()).containsPattern("block 3 +17 +\\d").containsPattern("cls_token +F32 +\\[1, 1, 128]");
    }

    @Test
    void buildSaysWhatItWroteAndLeavesNothingElseBehind() throws Exception {
        Path onnx = directory.resolve("small.onnx");

        JsonNode built = json(
                "model", "build", "--weights", weights, "--reducer", REDUCER, "--output", onnx.toString(), "--json");

        assertThat(built.get("file").asText()).isEqualTo(onnx.toString());
        assertThat(built.get("bytes").asLong()).isEqualTo(Files.size(onnx));
        assertThat(built.get("reducer").asText()).isEqualTo("ppt:blocks=1+2,r=4");
        assertThat(built.get("gmacs").asDouble()).isPositive();
        assertThat(files()).containsExactly("small.onnx", "small.safetensors");
    }

    @Test
    void aBuiltModelAnswersAsItsCheckpointDoesAtEveryAmount() throws Exception {
        String onnx = build(REDUCER);
        String picture = picture("a.png", 40, 40).toString();

        for (String reducer : List.of(REDUCER, "ppt:r=2,blocks=1+2")) {
            Run.Result built = Run.of("model", "classify", picture, "--json", "--weights", onnx, "--reducer", reducer);
            Run.Result checkpoint =
                    Run.of("model", "classify", picture, "--json", "--weights", weights, "--reducer", reducer);

            assertThat(built.status()).isZero();
            assertThat(built.out()).isNotEmpty().isEqualTo(checkpoint.out());
        }
    }

    @Test
    void picturesOfDirectoriesAreAnsweredInTheirOrder() throws Exception {
        Path folder = Files.createDirectories(directory.resolve("pictures/below"));
        picture("pictures/b.png", 60, 50);
        picture("pictures/a.JPG", 33, 64);
        picture("pictures/below/c.jpeg", 64, 64);
        Files.writeString(directory.resolve("pictures/notes.txt"), "no picture");
        Path last = picture("0.png", 32, 32);

        Run.Result run = Run.of(
                "model",
                "classify",
                "--json",
                "--weights",
                weights,
                folder.getParent().toString(),
                last.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.out()
                        .lines()
                        .map(line -> directory
                                .relativize(Path.of(parsed(line).get("file").asText()))
                                .toString()))
                .containsExactly("pictures/a.JPG", "pictures/b.png", "pictures/below/c.jpeg", "0.png");
    }

    @Test
    void anUnreadablePictureIsNamedAndTheOthersAreAnswered() throws Exception {
        String good = picture("good.png", 40, 40).toString();
        String torn = Files.write(directory.resolve("torn.jpg"), new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff})
                .toString();
        String missing = directory.resolve("missing.jpg").toString();

        Run.Result run = Run.of(
                "model",
                "classify",
                "--json",
                "--weights",
                weights,
                torn,
                good,
                missing,
                directory.resolve("small.safetensors").toString());

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out().lines()).singleElement().asString().contains(good);
        assertThat(run.err().lines())
                .hasSize(3)
                .allMatch(line -> line.startsWith("Cannot classify ") && line.endsWith("."));
        assertThat(run.err()).contains(torn + ": ", missing + ": There is no such file.");
    }

    @Test
    void labelsCarryNamesAndFallingScores() throws Exception {
        Path names = Files.write(
                directory.resolve("names.txt"),
                IntStream.range(0, 10)
                        .mapToObj(i -> "n0000000" + i + " thing " + i)
                        .toList());

        JsonNode labels = json(
                        "model",
                        "classify",
                        "--json",
                        "--top",
                        "3",
                        "--weights",
                        weights,
                        "--class-names",
                        names.toString(),
                        picture("a.png", 40, 40).toString())
                .get("labels");

        assertThat(labels).hasSize(3);
        assertThat(labels)
                .allSatisfy(label -> assertThat(label.get("name").asText())
                        .isEqualTo("thing " + label.get("index").asInt()));
        assertThat(labels.findValues("score").stream().map(JsonNode::asDouble).toList())
                .isSortedAccordingTo((a, b) -> Double.compare(b, a))
                .allMatch(score -> score > 0 && score < 1);
    }

    @Test
    void meanAndStdAreTakenWithCommasOrAsThreeArguments() throws Exception {
        String picture = picture("a.png", 40, 40).toString();
        String usual = classified(picture);

        String commas = classified(picture, "--mean", "0.5,0.5,0.5", "--std=0.5,0.5,0.5");
        String three = classified("--mean", "0.5", "0.5", "0.5", "--std", "0.5", "0.5", "0.5", picture);

        assertThat(commas).isNotEqualTo(usual).isEqualTo(three);
    }

    @Test
    void anotherInputSizeSeesMoreTokens() throws Exception {
        String onnx = directory.resolve("large.onnx").toString();

        JsonNode built = json("model", "build", "--json", "--weights", weights, "--input-size", "48", "-o", onnx);

        assertThat(built.get("tokens").toString()).isEqualTo("[37,37,37,37]");
        assertThat(classified(picture("a.png", 60, 60).toString(), "--input-size", "48"))
                .isNotEmpty();
    }

    private String classified(String... arguments) throws Exception {
        List<String> line = new ArrayList<>(List.of("model", "classify", "--json", "--weights", weights));
        line.addAll(Arrays.asList(arguments));
        Run.Result run = Run.of(line.toArray(String[]::new));
        assertThat(run.err()).isEmpty();
        return run.out();
    }

    private String build(String reducer) throws Exception {
        String onnx = directory.resolve("small.onnx").toString();
        assertThat(Run.of("model", "build", "--weights", weights, "--reducer", reducer, "-o", onnx)
                        .status())
                .isZero();
        return onnx;
    }

    private static JsonNode json(String... arguments) throws Exception {
        Run.Result run = Run.of(arguments);
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        return JSON.readTree(run.out());
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }

    private static String tensor(JsonNode inspection, String name) {
        for (JsonNode tensor : inspection.get("tensors")) {
            if (tensor.get("name").asText().equals(name)) {
                return tensor.get("type").asText() + " " + tensor.get("shape");
            }
        }
        throw new AssertionError("No tensor " + name + " in " + inspection);
    }

    /** Colours that differ from place to place. */
    private Path picture(String name, int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            image.setRGB(i % width, i / width, (i * 2654435 + name.hashCode()) & 0xffffff);
        }
        Path file = directory.resolve(name);
        ImageIO.write(image, name.endsWith("png") ? "png" : "jpg", file.toFile());
        return file;
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
