package io.sluice.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.sluice.deploy.modeling.SmallCheckpoint;
import io.sluice.inference.engine.Providers;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a build without GPUs. */
final class DeviceOptionsTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void writeModelAndPicture() throws IOException {
        assumeFalse(Providers.beyondCpu());
        SmallCheckpoint.write(directory.resolve("small.safetensors"));
        ImageIO.write(
                new BufferedImage(32, 32, BufferedImage.TYPE_3BYTE_BGR),
                "png",
                directory.resolve("3.png").toFile());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "infer --weights DIR/small.safetensors",
                "demo --weights DIR/small.safetensors",
                "model classify --weights DIR/small.safetensors DIR/3.png",
                "model evaluate --weights DIR/small.safetensors DIR",
                "model check DIR/small.safetensors",
                "model calibrate --weights DIR/small.safetensors",
                "model bench --weights DIR/small.safetensors",
                "bench pipeline --weights DIR/small.safetensors",
                "bench watch --weights DIR/small.safetensors",
                "bench load --weights DIR/small.safetensors"
            })
    void whatCannotBeHadIsNotReplaced(String line) throws Exception {
        Run.Result run = run(line + " --provider cuda");

        assertThat(run.err())
                .isEqualToIgnoringNewLines(
                        "Provider cuda cannot be used: this build has no CUDA provider; build with -Pgpu.");
        assertThat(run.out()).isEmpty();
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void autoSaysWhatItChoseAndWhy() throws Exception {
        Run.Result run = run("model classify --weights DIR/small.safetensors DIR/3.png --provider auto");

        assertThat(run.err()).isEqualToIgnoringNewLines("CPU: this build has no CUDA provider; build with -Pgpu.");
        assertThat(run.out()).contains("3.png");
        assertThat(run.status()).isZero();
    }

    @Test
    void whereThereIsNothingToChooseNothingIsSaid() throws Exception {
        Run.Result run = run("model classify --weights DIR/small.safetensors DIR/3.png");

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
    }

    private Run.Result run(String line) throws Exception {
        return Run.of(Stream.of(line.split(" "))
                .map(word -> word.replace("DIR", directory.toString()))
                .toArray(String[]::new));
    }
}
