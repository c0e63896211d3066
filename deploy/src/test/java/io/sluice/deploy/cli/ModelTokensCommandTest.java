package io.sluice.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.deploy.modeling.SmallCheckpoint;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Token maps by the command line, on a small untrained model of 4 x 4 patches. */
final class ModelTokensCommandTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path directory;

    private String weights;
    private String picture;

    @BeforeEach
    void writeFiles() throws Exception {
        weights = SmallCheckpoint.write(directory.resolve("small.safetensors")).toString();
        BufferedImage noise = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(1);
        for (int i = 0; i < 1600; i++) {
            noise.setRGB(i % 40, i / 40, random.nextInt(1 << 24));
        }
        picture = directory.resolve("noise.png").toString();
        ImageIO.write(noise, "png", Path.of(picture).toFile());
    }

    /** One method for each of the columns: the lines are the same whatever the method. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    evit:keep=0.5,blocks=1+2          | block 1 .*10 +8 +8 +1 +0
                    random:keep=0.5,blocks=1          | block 1 .*9 +8 +0 +0 +8
                    tome:r=2                          | block 3 .*9 +\\d+ +\\d+ +\\d+ +0
                    """)
    void eachStageSaysWhatBecameOfThePatches(String reducer, String row) throws Exception {
        Run.Result run = Run.of("model", "tokens", picture, "--weights", weights, "--reducer", reducer);

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("4 x 4 patches").containsPattern(row);
    }

    @Test
    void aDenseModelSaysThatNothingIsReduced() throws Exception {
        Run.Result run = Run.of("model", "tokens", picture, "--weights", weights);

        assertThat(run.out()).contains("Nothing is reduced: every patch is kept through all blocks.");
    }

    @Test
    void jsonHasTheGroupsAndTheLabelsThatClassifyGives() throws Exception {
        String reducer = "ppt:r=4,threshold=1,blocks=1+2";

        JsonNode tokens = json("model", "tokens", picture, "--json", "--weights", weights, "--reducer", reducer);
        JsonNode labels = json("model", "classify", picture, "--json", "--weights", weights, "--reducer", reducer);

        assertThat(tokens.get("labels")).isEqualTo(labels.get("labels"));
        assertThat(tokens.get("stages")).hasSize(2);
        JsonNode last = tokens.get("stages").get(1);
        assertThat(last.get("block").asInt()).isEqualTo(2);
        assertThat(last.get("tokens").asInt()).isEqualTo(9);
        assertThat(last.get("pruned").asInt()).isZero();
        assertThat(last.get("kept").asInt() + last.get("merged").asInt()).isEqualTo(16);
        assertThat(last.get("groups")).hasSize(16).allMatch(group -> group.asInt() >= 0);
        assertThat(tokens.get("region").get("width").asDouble()).isBetween(0.8, 1.0);
    }

    @Test
    void theFigureHasAPanelForThePictureAndOneForEachStage() throws Exception {
        Path figure = directory.resolve("map.png");

        Run.Result run = Run.of(
                "model", "tokens", picture, "--weights", weights, "--reducer", "tome:r=2", "-o", figure.toString());

        assertThat(run.err()).isEmpty();
        BufferedImage drawn = ImageIO.read(figure.toFile());
        assertThat(List.of(drawn.getWidth(), drawn.getHeight())).containsExactly(1872, 1000); // five, four in a row
    }

    @Test
    void theReportIsThereWhereTheFigureCannotBeWritten() throws Exception {
        Path full = Files.createSymbolicLink(directory.resolve("full.png"), Path.of("/dev/full"));

        Run.Result run = Run.of("model", "tokens", picture, "--weights", weights, "-o", full.toString());
        Files.delete(full);

        assertThat(run.out()).contains("4 x 4 patches");
        assertThat(run.err()).isEqualToIgnoringNewLines("Cannot write " + full + ": No space left on device.");
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void whatCannotBeShownIsSaidInOneSentence() throws Exception {
        assertThat(Run.of("model", "tokens", "absent.jpg", "--weights", weights).err())
                .contains("Cannot show the tokens of absent.jpg: There is no such file.");
        assertThat(Run.of("model", "tokens", weights, "--weights", weights).err())
                .startsWith("Cannot show the tokens of " + weights);
        Run.Result pdf = Run.of("model", "tokens", picture, "--weights", weights, "-o", "map.pdf");
        assertThat(pdf.err()).contains("Option --output: expected a name that ends in .png, found map.pdf.");
        assertThat(pdf.status()).isEqualTo(2);
        Run.Result built = Run.of("model", "tokens", picture, "--weights", "a.onnx");
        assertThat(built.err()).contains("expected a checkpoint, found the built model a.onnx");
        assertThat(built.status()).isEqualTo(2);
        assertThat(Run.of("model", "tokens", picture, "--weights", weights, "--reducer", "ppt:r=4")
                        .status())
                .isEqualTo(2);
    }

    private static JsonNode json(String... arguments) throws Exception {
        Run.Result run = Run.of(arguments);
        assertThat(run.err()).isEmpty();
        return JSON.readTree(run.out());
    }
}
