package io.sluice.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.ingest.CameraSpec;
import io.sluice.ingest.CamerasFile;
import io.sluice.ingest.CaptureSettings;
import io.sluice.ingest.IngestException;
import io.sluice.ingest.source.NetworkStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passwords of cameras. */
final class CameraSecretsTest {
    private static final String GATE = "gate=rtsp://viewer:hush@127.0.0.1:1/stream?token=hush";

    private final EnvironmentReferences environment = new EnvironmentReferences(Map.of("GATE", "hush")::get);

    @TempDir
    private Path directory;

    @Test
    void aPasswordOfTheCamerasFileMayComeFromTheEnvironment() throws Exception {
        Path file = Files.writeString(
                directory.resolve("cameras.yaml"), "cameras:\n  gate: rtsp://viewer:${env:GATE}@10.0.0.7/stream\n");

        List<CameraSpec> cameras = CamerasFile.read(file, CaptureSettings.DEFAULT, environment);

        assertThat(cameras).singleElement().satisfies(camera -> {
            assertThat(camera.uri()).isEqualTo(new NetworkStream("rtsp://viewer:hush@10.0.0.7/stream"));
            assertThat(camera.toString()).doesNotContain("hush");
        });
    }

    @Test
    void aVariableThatIsNotSetIsNamedWithItsLine() throws Exception {
        Path file = Files.writeString(
                directory.resolve("cameras.yaml"), "cameras:\n  gate: rtsp://viewer:${env:NONE}@10.0.0.7/stream\n");

        assertThatThrownBy(() -> CamerasFile.read(file, CaptureSettings.DEFAULT, environment))
                .isInstanceOf(IngestException.class)
                .hasMessage(file + ": line 2: ${env:NONE} is not set in the environment.");
    }

    @Test
    void aPasswordOnTheCommandLineIsWarnedOfAndShownNowhere() throws Exception {
        Run.Result run = Run.of("ingest", "--camera", GATE, "--bootstrap-server=127.0.0.1:1", "--kafka-wait=0s");

        assertThat(run.err())
                .startsWith("The password of camera 'gate' is on the command line")
                .doesNotContain("hush");
    }

    @Test
    void aPasswordIsNotShownWhereTheIdWasForgotten() throws Exception {
        Run.Result query = Run.of("ingest", "--camera", "rtsp://viewer:hush@10.0.0.7/s?channel=1");
        Run.Result password = Run.of("ingest", "--camera", "rtsp://viewer:hush=hush@10.0.0.7/s");

        assertThat(query.err())
                .startsWith("Camera 'rtsp://10.0.0.7/s?channel=***' has no id: expected id=uri")
                .doesNotContain("hush");
        assertThat(password.err())
                .startsWith("Camera 'rtsp://10.0.0.7/s' has no id: expected id=uri")
                .doesNotContain("hush");
        assertThat(query.status()).isEqualTo(2);
    }

    @Test
    void aVariableOnTheCommandLineIsNamedWhenItIsNotSet() throws Exception {
        Run.Result run = Run.of("ingest", "--camera", "gate=rtsp://viewer:${env:NO_SUCH_NAME}@10.0.0.7/stream");

        assertThat(run.err())
                .isEqualToIgnoringNewLines(
                        "${env:NO_SUCH_NAME} is not set in the environment. See 'sluice ingest --help'.");
        assertThat(run.status()).isEqualTo(2);
    }
}
