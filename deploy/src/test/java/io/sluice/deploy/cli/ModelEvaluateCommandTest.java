package io.sluice.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.deploy.TestData;
import io.sluice.deploy.modeling.SmallCheckpoint;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is right by construction: an untrained model is evaluated on pictures labelled with its own answers. */
final class ModelEvaluateCommandTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String REDUCED = "ppt:blocks=1+2,r=4";

    @TempDir
    private Path directory;

    private String weights;
    private Path pictures;

    @BeforeEach
    void writeCheckpointAndPictures() throws IOException {
        weights = SmallCheckpoint.write(directory.resolve("small.safetensors")).toString();
        pictures = Files.createDirectory(directory.resolve("pictures"));
        for (int i = 0; i < 8; i++) {
            picture(pictures.resolve(i + ".png"), i);
        }
    }

    @Test
    void aModelIsRightWhereTheLabelsAreItsOwnAnswers() throws Exception {
        JsonNode rows = json("--labels", answers(0).toString(), "--reducer", "none", "--reducer", REDUCED);

        assertThat(rows).hasSize(2);
        JsonNode dense = rows.get(0);
        assertThat(dense.get("reducer").asText()).isEqualTo("none");
        assertThat(dense.get("images").asInt()).isEqualTo(8);
        assertThat(dense.get("top1").asDouble()).isEqualTo(100);
        assertThat(dense.get("top5").asDouble()).isEqualTo(100);
        assertThat(dense.get("agreement").asDouble()).isEqualTo(100);
        assertThat(dense.get("divergence").asDouble()).isZero();
        assertThat(dense.get("top1Interval").get("low").asDouble()).isBetween(60.0, 70.0);
        assertThat(dense.get("imagesPerSecond").asDouble()).isPositive();
    }

    @Test
    void agreementIsWithTheDenseModelWhateverTheLabels() throws Exception {
        JsonNode own =
                json("--labels", answers(0).toString(), "--reducer", REDUCED).get(0);
        JsonNode second =
                json("--labels", answers(1).toString(), "--reducer", REDUCED).get(0);

        assertThat(own.get("agreement")).isEqualTo(own.get("top1")).isEqualTo(second.get("agreement"));
        assertThat(own.get("divergence").asDouble()).isPositive();
        assertThat(second.get("top1").asDouble() + own.get("top1").asDouble()).isLessThanOrEqualTo(100);
    }

    @Test
    void theSecondAnswerIsAmongTheFirstFive() throws Exception {
        JsonNode dense = json("--labels", answers(1).toString()).get(0);

        assertThat(dense.get("top1").asDouble()).isZero();
        assertThat(dense.get("top5").asDouble()).isEqualTo(100);
    }

    @Test
    void foldersAreClassesAndWhatCannotBeUsedIsNamed() throws Exception {
        Path labelled = Files.createDirectories(directory.resolve("labelled/3"));
        picture(labelled.resolve("a.png"), 1);
        Path torn = Files.write(labelled.resolve("torn.jpg"), new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff});
        Path unknown = directory.resolve("labelled/holiday.png");
        picture(unknown, 2);

        Run.Result run = evaluate(labelled.getParent(), "--json");

        assertThat(run.status()).isZero();
        assertThat(JSON.readTree(run.out()).get(0).get("images").asInt()).isEqualTo(1);
        assertThat(run.err().lines()).hasSize(2).anyMatch(line -> line.startsWith("Cannot use " + torn + ": "));
        assertThat(run.err()).contains("Cannot use " + unknown + ": ");
    }

    @Test
    void nothingUsableIsFailure() throws Exception {
        Path torn = Files.createDirectories(directory.resolve("torn/3"));
        Files.write(torn.resolve("torn.jpg"), new byte[] {1, 2, 3});

        Run.Result unlabelled = evaluate(pictures.resolveSibling("pictures"), "--class-names", names());
        Run.Result unreadable = evaluate(torn.getParent());

        assertThat(unlabelled.status()).isEqualTo(1);
        assertThat(unlabelled.err().lines())
                .hasSize(9)
                .last()
                .asString()
                .isEqualTo("No picture of " + pictures
                        + " has a label that the model knows; --class-names may say what its classes are called.");
        assertThat(unreadable.status()).isEqualTo(1);
        assertThat(unreadable.err().lines()).last().isEqualTo("No picture of " + torn.getParent() + " can be read.");
        assertThat(unlabelled.out() + unreadable.out()).isEmpty();
    }

    @Test
    void aPlotIsDrawnBesideTheTable() throws Exception {
        Path plot = directory.resolve("plot.png");

        Run.Result run =
                evaluate(pictures, "--labels", answers(0).toString(), "--reducer", REDUCED, "--plot", plot.toString());

        assertThat(run.out()).contains("TOP-1 %", "AGREEMENT %", REDUCED, "images: 8");
        assertThat(plot).isNotEmptyFile();
    }

    @Test
    void trainedWeightsKnowPhotographs() throws Exception {
        Path some = Files.createDirectory(directory.resolve("some"));
        try (Stream<Path> photographs = Files.list(TestData.require("images"))) {
            for (Path photograph : photographs.sorted().limit(12).toList()) {
                Files.copy(photograph, some.resolve(photograph.getFileName()));
            }
        }
        Path names = TestData.require("models/imagenet_synsets.txt");
        weights = TestData.require("models/deit_tiny_patch16_224.safetensors").toString();

        Run.Result run = evaluate(some, "--json", "--class-names", names.toString(), "--reducer", "evit:keep=0.9");

        assertThat(run.status()).as(run.err()).isZero();
        JsonNode row = JSON.readTree(run.out()).get(0);
        assertThat(row.get("images").asInt()).isEqualTo(12);
        assertThat(row.get("top5").asDouble()).isGreaterThan(80);
        assertThat(row.get("agreement").asDouble()).isGreaterThan(80);
    }

    /** A labels file of what the dense model puts at a place of its list. */
    private Path answers(int place) throws Exception {
        Run.Result run = Run.of("model", "classify", "--json", "--weights", weights, pictures.toString());
        List<String> lines = run.out().lines().map(line -> entry(line, place)).toList();
        return Files.write(directory.resolve("labels" + place + ".csv"), lines);
    }

    private String entry(String classified, int place) {
        try {
            JsonNode picture = JSON.readTree(classified);
            String file = Path.of(picture.get("file").asText()).getFileName().toString();
            return file + "," + picture.get("labels").get(place).get("index").asInt();
        } catch (IOException e) {
            throw new AssertionError(classified, e);
        }
    }

    private String names() throws IOException {
        List<String> things = IntStream.range(0, 10).mapToObj(i -> "thing " + i).toList();
        return Files.write(directory.resolve("names.txt"), things).toString();
    }

    private JsonNode json(String... options) throws Exception {
        Run.Result run = evaluate(
                pictures, Stream.concat(Stream.of("--json"), Stream.of(options)).toArray(String[]::new));
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        return JSON.readTree(run.out());
    }

    private Run.Result evaluate(Path folder, String... options) throws Exception {
        Stream<String> line = Stream.of("model", "evaluate", folder.toString(), "--weights", weights);
        return Run.of(Stream.concat(line, Stream.of(options)).toArray(String[]::new));
    }

    private static void picture(Path file, int seed) throws IOException {
        BufferedImage image = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
        Random colours = new Random(seed);
        for (int i = 0; i < 1600; i++) {
            image.setRGB(i % 40, i / 40, colours.nextInt(1 << 24));
        }
        ImageIO.write(image, "png", file.toFile());
    }
}
