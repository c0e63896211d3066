package io.sluice.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.deploy.modeling.SmallCheckpoint;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shape of what is measured, on a model so small that the figures mean nothing. */
final class ModelBenchCommandTest {
    private static final String REDUCED = "ppt:blocks=1+2,r=4";
    private static final String LESS_REDUCED = "ppt:blocks=1+2,r=2";

    @TempDir
    private Path directory;

    private String weights;

    @BeforeEach
    void writeCheckpoint() throws IOException {
        weights = SmallCheckpoint.write(directory.resolve("small.safetensors")).toString();
    }

    @Test
    void everyCombinationHasARowWithItsRatios() throws Exception {
        JsonNode rows = json(bench(
                "--json",
                "--reducer",
                "none",
                "--reducer",
                REDUCED,
                "--reducer",
                LESS_REDUCED,
                "--batch",
                "1",
                "--batch",
                "3"));

        assertThat(rows).hasSize(6);
        for (JsonNode row : rows) {
            assertThat(row.get("model").asText()).startsWith("small@");
            assertThat(row.get("precision").asText()).isEqualTo("FLOAT32");
            assertThat(row.get("imagesPerSecond").asDouble()).isPositive();
            assertThat(row.get("imagesPerSecond"))
                    .isEqualTo(row.get("imagesPerSecondSpread").get("median"));
            assertThat(row.get("repetitions").asInt()).isEqualTo(2);
            assertThat(row.get("efficiency").asDouble())
                    .isCloseTo(
                            row.get("speedup").asDouble() / row.get("macsRatio").asDouble(), within(1e-9));
        }
    }

    @Test
    void theDenseModelIsItsOwnMeasure() throws Exception {
        JsonNode row = json(bench("--json")).get(0);

        assertThat(row.get("reducer").asText()).isEqualTo("none");
        assertThat(row.get("speedup").asDouble()).isEqualTo(1);
        assertThat(row.get("macsRatio").asDouble()).isEqualTo(1);
        assertThat(row.get("efficiency").asDouble()).isEqualTo(1);
        assertThat(row.get("baselineImagesPerSecond")).isEqualTo(row.get("imagesPerSecond"));
    }

    @Test
    void theMacsRatioIsThatOfTheArithmetic() throws Exception {
        JsonNode row = json(bench("--json", "--reducer", REDUCED)).get(0);
        double dense = macs("none");
        double reduced = macs(REDUCED);

        assertThat(row.get("macsRatio").asDouble()).isCloseTo(dense / reduced, within(1e-12));
    }

    @Test
    void amountsOfAFamilyShareAnEngineAndItsMemory() throws Exception {
        JsonNode rows = json(bench("--json", "--reducer", REDUCED, "--reducer", LESS_REDUCED));

        assertThat(rows.get(0).get("residentBytes")).isEqualTo(rows.get(1).get("residentBytes"));
        assertThat(rows.get(0).get("ladderResidentBytes")).isEqualTo(rows.get(0).get("residentBytes"));
    }

    @Test
    void aPlotIsDrawnBesideTheTable() throws Exception {
        Path plot = directory.resolve("plot.png");

        String table = bench("--reducer", "none", "--reducer", REDUCED, "--threads", "2", "--plot", plot.toString());

        assertThat(plot).isNotEmptyFile();
        assertThat(table).contains("threads: 2", "IMAGES/S", "EFFICIENCY", REDUCED);
    }

    @Test
    void bytesAreComparedWithTheDenseModelInFloatsAndInBytes() throws Exception {
        assertThat(Run.of("model", "quantize", "--weights", weights, noise().toString())
                        .status())
                .isZero();

        JsonNode rows = json(bench("--json", "--precision", "int8", "--reducer", "none", "--reducer", REDUCED));

        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).get("precision").asText()).isEqualTo("INT8");
        assertThat(rows.get(0).get("efficiency").asDouble()).isEqualTo(1);
        assertThat(rows.get(1).get("macsRatio").asDouble()).isGreaterThan(1);
    }

    @Test
    void whatCannotBeMeasuredIsSaidAtOnce() throws Exception {
        Path onnx = Files.createFile(directory.resolve("built.onnx"));

        assertUsage(
                "Option --weights: expected a checkpoint, found the built model " + onnx + ".",
                "--weights",
                onnx.toString());
        assertUsage("Expected batches of at least one image, found 0.", "--weights", weights, "--batch", "0");
        assertUsage(
                "Option --plot: expected a name that ends in .png, found plot.pdf.",
                "--weights",
                weights,
                "--plot",
                "plot.pdf");
        assertUsage(
                "Expected at least one thread, one repetition and no negative duration, found 0, 5 and 500 ms.",
                "--weights",
                weights,
                "--threads",
                "0");
    }

    private static void assertUsage(String sentence, String... options) throws Exception {
        Run.Result run = Run.of(
                Stream.concat(Stream.of("model", "bench"), Stream.of(options)).toArray(String[]::new));

        assertThat(run.err()).isEqualToIgnoringNewLines(sentence + " See 'sluice model bench --help'.");
        assertThat(run.status()).isEqualTo(2);
    }

    private String bench(String... options) throws Exception {
        Stream<String> quick = Stream.of("model", "bench", "--weights", weights, "--repeat", "2", "--duration", "1ms");
        Run.Result run = Run.of(Stream.concat(quick, Stream.of(options)).toArray(String[]::new));
        assertThat(run.status()).as(run.err()).isZero();
        return run.out();
    }

    private Path noise() throws IOException {
        BufferedImage image = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
        Random colours = new Random(1);
        for (int i = 0; i < 1600; i++) {
            image.setRGB(i % 40, i / 40, colours.nextInt(1 << 24));
        }
        Path file = directory.resolve("noise.png");
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    private double macs(String reducer) throws Exception {
        Run.Result run = Run.of("model", "inspect", "--json", "--reducer", reducer, weights);
        return json(run.out()).get("macs").get("total").asDouble();
    }

    private static JsonNode json(String text) throws IOException {
        return new JsonMapper().readTree(text);
    }
}
