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
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelCalibrateCommandTest {
    private static final String[] REDUCERS = {"--reducer", "none", "--reducer", "ppt:blocks=1+2,r=4"};

    @TempDir
    private Path directory;

    private String weights;
    private Path pictures;

    @BeforeEach
    void writeCheckpointAndPictures() throws IOException {
        weights = SmallCheckpoint.write(directory.resolve("small.safetensors")).toString();
        pictures = Files.createDirectory(directory.resolve("pictures"));
        for (int i = 0; i < 6; i++) {
            picture(pictures.resolve("shot" + i + ".png"));
        }
    }

    private static void picture(Path file) throws IOException {
        BufferedImage picture = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
        int[] noise = new Random().ints(40 * 40, 0, 1 << 24).toArray();
        picture.setRGB(0, 0, 40, 40, noise, 0, 40);
        ImageIO.write(picture, "png", file.toFile());
    }

    private Run.Result calibrate(String... arguments) throws Exception {
        List<String> line = new ArrayList<>(List.of("model", "calibrate", "--weights", weights));
        line.addAll(Arrays.asList(arguments));
        return Run.of(line.toArray(String[]::new));
    }

    private JsonNode json(String... arguments) throws Exception {
        List<String> line = new ArrayList<>(Arrays.asList(arguments));
        line.addAll(Arrays.asList(REDUCERS));
        line.add("--json");
        Run.Result run = calibrate(line.toArray(String[]::new));
        assertThat(run.status()).as(run.err()).isZero();
        return new JsonMapper().readTree(run.out());
    }

    @Test
    void everyPointIsReportedWithWhatWasMeasured() throws Exception {
        JsonNode result = json(pictures.toString(), "--batch", "1,4", "--lanes", "2");

        assertThat(result.get("origin").asText()).isEqualTo("MEASURED");
        assertThat(result.get("frames").asInt()).isEqualTo(6);
        assertThat(result.get("lanes").asInt()).isEqualTo(2);
        assertThat(result.get("points")).hasSize(2);
        JsonNode dense = result.get("points").get(0);
        assertThat(dense.get("rung").asInt()).isEqualTo(1);
        assertThat(dense.get("reducer").asText()).isEqualTo("none");
        assertThat(dense.get("agreement").asDouble()).isEqualTo(1);
        assertThat(dense.get("divergence").asDouble()).isZero();
        assertThat(dense.get("accuracy").isNull()).isTrue();
        assertThat(dense.get("millisByBatch").fieldNames()).toIterable().containsExactly("1", "4");
        assertThat(dense.get("framesPerSecond").asDouble()).isPositive();
        assertThat(Path.of(result.get("file").asText())).isRegularFile();
    }

    @Test
    void whatWasMeasuredIsRememberedUntilThePicturesChange() throws Exception {
        JsonNode first = json(pictures.toString());
        JsonNode second = json(pictures.toString());
        picture(pictures.resolve("shot0.png"));
        JsonNode third = json(pictures.toString());
        JsonNode forced = json(pictures.toString(), "--recalibrate");

        assertThat(second.get("origin").asText()).isEqualTo("REMEMBERED");
        assertThat(second.get("points")).isEqualTo(first.get("points"));
        assertThat(third.get("origin").asText()).isEqualTo("MEASURED");
        assertThat(forced.get("origin").asText()).isEqualTo("MEASURED");
    }

    @Test
    void accuracyIsKnownWhereEveryPicturesFolderIsAClass() throws Exception {
        Path folder = Files.createDirectory(pictures.resolve("3"));
        for (int i = 0; i < 6; i++) {
            Files.move(pictures.resolve("shot" + i + ".png"), folder.resolve("shot" + i + ".png"));
        }

        JsonNode labelled = json(pictures.toString());
        picture(pictures.resolve("unknown.png"));
        JsonNode mixed = json(pictures.toString());

        assertThat(labelled.get("points").get(0).get("accuracy").asDouble()).isBetween(0.0, 1.0);
        assertThat(labelled.get("points").get(0).get("accuracy").isNumber()).isTrue();
        assertThat(mixed.get("points").get(0).get("accuracy").isNull()).isTrue();
    }

    @Test
    void noMorePicturesAreUsedThanAskedFor() throws Exception {
        assertThat(json(pictures.toString(), "--samples", "4").get("frames").asInt())
                .isEqualTo(4);
    }

    @Test
    void thePlainTableNamesEveryPointAndTheFile() throws Exception {
        Run.Result run = calibrate(
                pictures.toString(), "--reducer", "none", "--reducer", "evit:blocks=1,keep=0.5", "--samples", "5");

        assertThat(run.out()).startsWith("RUNG  REDUCER").contains("none", "evit:blocks=1,keep=0.5", "kept in ");
        assertThat(run.err()).contains("Comparing 2 operating points on 5 pictures");
    }

    @Test
    void aPictureThatCannotBeReadIsNamedAndLeftOut() throws Exception {
        Path broken = Files.writeString(pictures.resolve("broken.jpg"), "no picture");

        Run.Result run = calibrate(pictures.toString(), "--reducer", "none", "--reducer", "tome:r=2", "--json");

        assertThat(run.err()).contains("Cannot compare on " + broken);
        assertThat(new JsonMapper().readTree(run.out()).get("frames").asInt()).isEqualTo(6);
    }

    @Test
    void aWrongCommandLineIsStatusTwoAndOneSentence() throws Exception {
        Map<String[], String> lines = Map.of(
                new String[] {"--samples", "0"}, "Expected at least one sample, found 0.",
                new String[] {"--lanes", "0"}, "found 0 lanes",
                new String[] {"--batch", "0"}, "batches [0]",
                new String[] {"--reducer", "ppt:r=50"}, "ppt",
                new String[] {"--smaller-weights", "small.onnx"}, "found the built model small.onnx");
        for (Map.Entry<String[], String> line : lines.entrySet()) {
            Run.Result run = calibrate(line.getKey());

            assertThat(run.status()).as(run.err()).isEqualTo(2);
            assertThat(run.err()).contains(line.getValue());
            assertThat(run.err().strip().lines()).hasSize(1);
            assertThat(run.out()).isEmpty();
        }
    }

    @Test
    void aDirectoryThatIsNotThereIsNamed() throws Exception {
        Run.Result run = calibrate(directory.resolve("none").toString(), "--reducer", "none", "--reducer", "tome:r=2");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("There is no directory " + directory.resolve("none"));
    }
}
