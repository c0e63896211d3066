package io.sluice.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.deploy.modeling.SmallCheckpoint;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shape of what is measured, on a model so small that the figures mean nothing. */
final class BenchLoadCommandTest {
    @TempDir
    private Path directory;

    @Test
    void resultsAreJsonAndFilesWhereAsked() throws Exception {
        Path weights = SmallCheckpoint.write(directory.resolve("small.safetensors"));
        Path arrivals = Files.write(directory.resolve("arrivals.csv"), List.of("seconds", "0", "1", "1.5", "4"));
        Path csv = directory.resolve("frames.csv");

        Run.Result run = Run.of(
                "bench",
                "load",
                "--json",
                "--weights",
                weights.toString(),
                "--images",
                pictures().toString(),
                "--arrivals",
                arrivals.toString(),
                "--mean-load",
                "0.2",
                "--duration",
                "1s",
                "--cameras",
                "2",
                "--lanes",
                "1",
                "--max-batch",
                "1",
                "--reducer",
                "none",
                "--reducer",
                "ppt:blocks=1+2,r=4",
                "--policies",
                "sluice,fixed-best",
                "--repeat",
                "2",
                "--csv",
                csv.toString(),
                "--plot",
                directory.toString(),
                "--memory",
                directory.resolve("memory.csv").toString());

        assertThat(run.status()).as(run.err()).isZero();
        JsonNode result = new JsonMapper().readTree(run.out());
        assertThat(result.get("denseCapacity").asDouble()).isPositive();
        assertThat(result.get("load").asText()).isEqualTo("arrivals.csv");
        assertThat(result.get("deadlineMillis").asLong()).isEqualTo(250);
        assertThat(result.get("judgedBy").asText()).isEqualTo("accuracy");
        assertThat(result.get("policies")).hasSize(2);
        result.get("policies").forEach(BenchLoadCommandTest::requirePolicy);
        assertThat(Files.readAllLines(csv)).first().asString().startsWith("policy,repetition,camera,sequence,");
        assertThat(directory.resolve("effective-accuracy.png")).isNotEmptyFile();
        assertThat(directory.resolve("time-line.png")).isNotEmptyFile();
        assertThat(run.err()).contains("memory, median of the second fifth of the time and of the last, ");
        assertThat(Files.readAllLines(directory.resolve("memory.csv"))).hasSizeGreaterThan(5);
        assertThat(directory.resolve("memory.png")).isNotEmptyFile();
    }

    private static void requirePolicy(JsonNode policy) {
        assertThat(Stream.of("effectiveAccuracy", "deadlineAttainment", "servedAccuracy")
                        .map(policy::get))
                .allMatch(share -> share.asDouble() >= 0 && share.asDouble() <= 1);
        assertThat(Stream.of("p50", "p95", "p99").map(policy.get("ageMillis")::get))
                .allMatch(JsonNode::isNumber);
        assertThat(policy.get("switches").isNumber()).isTrue();
        long answered = Stream.of("labelled", "shed", "rejected", "lost")
                .mapToLong(count -> policy.get(count).asLong())
                .sum();
        assertThat(policy.get("offered").asLong()).isPositive().isEqualTo(answered);
        assertThat(policy.get("intervals").get("effectiveAccuracy").has("low")).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            --load flood              | Invalid value for option '--load': expected steady or step or ramp or
            --policies magic          | Invalid value for option '--policies'
            --mean-load 2             | Expected --arrivals or --load steady with --mean-load, found neither.
            --arrivals-from 2s        | Expected --arrivals with --arrivals-from, found none.
            --load steady --mean-load 0 | Expected a mean load above zero, found 0.0.
            --seed -1                 | Expected --seed of at least 0, found -1.
            --weights built.onnx      | Option --weights: expected a checkpoint, whose operating points can be compared
            --images . --calibrate-on ./src | Option --calibrate-on: expected pictures that are not those of --images
            --images src --calibrate-on .   | Option --calibrate-on: expected pictures that are not those of --images
            --duration 500ms          | Expected --duration of at least 1 s, found 500 ms.
            --deadline 0ms            | Expected --deadline above zero, found 0 ms.
            --cameras 0               | Expected --cameras of at least 1, found 0.
            --repeat 0                | Expected --repeat of at least 1, found 0.
            --images no-such-place    | Option --images: there is no directory no-such-place.
            --arrivals no-such.csv    | Arrivals no-such.csv: there is no such file.
            --plot figure.pdf         | Option --plot: expected a name that ends in .png, found figure.pdf.
            --csv no-such-place/x.csv | Option --csv: no-such-place/x.csv cannot be written
            """)
    void wrongUseIsSaidAtOnceInASentence(String options, String sentence) throws Exception {
        Run.Result run = Run.of(Stream.concat(Stream.of("bench", "load"), Stream.of(options.split(" ")))
                .toArray(String[]::new));

        assertThat(run.err().lines()).singleElement().asString().startsWith(sentence);
        assertThat(run.status()).isEqualTo(2);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            --reducer evit:blocks=1,keep=0.5 --policies sluice | Loads are compared with the dense model: expected none
            --reducer none --policies model-switch             | Policy model-switch has one operating point only
            """)
    void whatCannotBeComparedIsRefused(String options, String sentence) throws Exception {
        String weights =
                SmallCheckpoint.write(directory.resolve("small.safetensors")).toString();

        Run.Result run = Run.of(Stream.concat(
                        Stream.of("bench", "load", "--weights", weights, "--lanes", "1", "--max-batch", "1"),
                        Stream.of(options.split(" ")))
                .toArray(String[]::new));

        assertThat(run.err().lines()).last().asString().startsWith(sentence);
        assertThat(run.status()).isEqualTo(2);
    }

    private Path pictures() throws IOException {
        Path folder = Files.createDirectories(directory.resolve("pictures/3"));
        for (int i = 0; i < 6; i++) {
            BufferedImage image = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
            Random colours = new Random(i);
            for (int pixel = 0; pixel < 1600; pixel++) {
                image.setRGB(pixel % 40, pixel / 40, colours.nextInt(1 << 24));
            }
            ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
        }
        return folder.getParent();
    }
}
