package io.sluice.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.deploy.SmallCheckpoint;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** INT8 from the first measurement to the answers, on a small untrained model. */
final class ModelQuantizeCommandTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path directory;

    private String weights;
    private Path pictures;

    @BeforeEach
    void writeCheckpointAndPictures() throws IOException {
        weights = SmallCheckpoint.write(directory.resolve("small.safetensors")).toString();
        pictures = Files.createDirectory(directory.resolve("pictures"));
        for (int picture = 0; picture < 3; picture++) {
            write(pictures.resolve(picture + ".png"), picture);
        }
    }

    private static void write(Path file, int seed) throws IOException {
        BufferedImage image = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(seed);
        for (int pixel = 0; pixel < 40 * 40; pixel++) {
            image.setRGB(pixel % 40, pixel / 40, random.nextInt());
        }
        ImageIO.write(image, "png", file.toFile());
    }

    @Test
    void afterQuantizeTheCheckpointAnswersInEightBits() throws Exception {
        Run.Result quantized = Run.of("model", "quantize", pictures.toString(), "--weights", weights, "--json");
        Run.Result answered =
                Run.of("model", "classify", pictures.toString(), "--weights", weights, "--precision", "int8", "--json");

        JsonNode build = JSON.readTree(quantized.out());
        assertThat(build.get("pictures").asInt()).isEqualTo(3);
        assertThat(Path.of(build.get("file").asText())).exists().hasFileName("small.int8.json");
        assertThat(answered.status()).isZero();
        assertThat(answered.out().lines()).hasSize(3);
    }

    @Test
    void aModelBuiltInEightBitsCarriesItsPrecision() throws Exception {
        String onnx = directory.resolve("small.onnx").toString();
        Run.of("model", "quantize", pictures.toString(), "--weights", weights);

        Run.of(
                "model",
                "build",
                "--weights",
                weights,
                "--precision",
                "int8",
                "--reducer",
                "ppt:r=4,blocks=1+2",
                "-o",
                onnx);

        assertThat(JSON.readTree(Run.of("model", "inspect", onnx, "--json").out())
                        .get("precision")
                        .asText())
                .isEqualTo("INT8");
        assertThat(Run.of("model", "classify", pictures.toString(), "--weights", onnx, "--precision", "float32")
                        .err())
                .contains("was built for precision INT8");
    }

    @Test
    void withoutRangesEightBitsSayWhatIsMissing() throws Exception {
        Run.Result answered =
                Run.of("model", "classify", pictures.toString(), "--weights", weights, "--precision", "int8");

        assertThat(answered.status()).isEqualTo(1);
        assertThat(answered.err()).contains("small.int8.json").contains("model quantize");
    }

    @Test
    void aSampleThatIsNoPictureIsNamed() throws Exception {
        Path broken = Files.writeString(pictures.resolve("broken.jpg"), "no picture");

        Run.Result quantized = Run.of("model", "quantize", pictures.toString(), "--weights", weights);

        assertThat(quantized.status()).isEqualTo(1);
        assertThat(quantized.err()).contains(broken.toString());
        assertThat(directory.resolve("small.int8.json")).doesNotExist();
    }
}
