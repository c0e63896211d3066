package io.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.ingest.pacing.Pacing;
import io.sluice.ingest.publish.OverflowPolicy;
import io.sluice.ingest.source.AtEnd;
import io.sluice.ingest.source.LocalPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CamerasFileTest {
    @TempDir
    private Path folder;

    @Test
    void everyKeyIsReadAndDefaultsApply() throws Exception {
        List<CameraSpec> cameras = read("""
                defaults:
                  fps: 10
                  overflow: shed-oldest
                cameras:
                  belt: clips/belt.mp4
                  gate:
                    uri: rtsp://cam.example/live
                    fps: 5
                    overflow: block
                    pacing: as-fast-as-possible
                    at-end: loop
                    short-side: 0
                    jpeg-quality: 75
                """);

        CaptureSettings defaults = CaptureSettings.DEFAULT;
        assertThat(cameras)
                .containsExactly(
                        new CameraSpec(
                                "belt",
                                new LocalPath(folder.resolve("clips/belt.mp4")),
                                new CaptureSettings(
                                        defaults.pacing(),
                                        OptionalDouble.of(10),
                                        defaults.atEnd(),
                                        defaults.shortSide(),
                                        defaults.jpegQuality(),
                                        OverflowPolicy.SHED_OLDEST)),
                        CameraSpec.of(
                                "gate",
                                "rtsp://cam.example/live",
                                new CaptureSettings(
                                        Pacing.AS_FAST_AS_POSSIBLE,
                                        OptionalDouble.of(5),
                                        AtEnd.LOOP,
                                        0,
                                        75,
                                        OverflowPolicy.BLOCK)));
    }

    @Test
    void allProblemsAreReportedAtOnceWithTheirLines() {
        assertThatThrownBy(() -> read("""
                defaults:
                  fpss: 10
                cameras:
                  a:
                    uri: a.mp4
                    fps: many
                    uri: b.mp4
                  front door: c.mp4
                  c:
                    fps: 5
                  d:
                    uri: gopher://x
                    at-end: explode
                    jpeg-quality: 700
                  d: e.mp4
                surprise: 1
                """))
                .isInstanceOf(IngestException.class)
                .hasMessageContaining("cameras.yaml")
                .hasMessageContaining("line 2: unknown key 'fpss' in defaults")
                .hasMessageContaining("line 6: fps is 'many': expected a number")
                .hasMessageContaining("line 7: 'uri' is given twice")
                .hasMessageContaining("line 8: Camera id 'front door'")
                .hasMessageContaining("camera 'c' has no uri")
                .hasMessageContaining("line 12: Camera 'd'")
                .hasMessageContaining("line 13: at-end is 'explode': expected stop or loop")
                .hasMessageContaining("jpeg-quality is 700: expected 1 to 100")
                .hasMessageContaining("line 15: 'd' is given twice")
                .hasMessageContaining("line 16: unknown key 'surprise' in the file");
    }

    @Test
    void aFileWithoutCamerasOrThatIsNoYamlIsRefused() {
        assertThatThrownBy(() -> read("defaults:\n  fps: 3\n")).hasMessageContaining("'cameras' is missing");
        assertThatThrownBy(() -> read("")).isInstanceOf(IngestException.class);
        assertThatThrownBy(() -> read("- a\n- b\n")).isInstanceOf(IngestException.class);
        assertThatThrownBy(() -> read("cameras: [a, b]\n")).isInstanceOf(IngestException.class);
        assertThatThrownBy(() -> read("cameras: {a: \n")).hasMessageContaining("cannot be read as YAML: line");
        assertThatThrownBy(() -> CamerasFile.read(folder.resolve("none.yaml"), CaptureSettings.DEFAULT))
                .hasMessageContaining("none.yaml cannot be read");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cameras:\n  gate: 'rtsp://u:hidden@cam.example/live\n",
                "cameras:\n  gate: rtsp://u:hidden@cam.example/live: x\n",
                "cameras:\n  rtsp://u:hidden@cam.example/live:\n",
                "cameras:\n  rtsp://u:hidden@cam.example/live: x\n",
                "rtsp://u:hidden@cam.example/live: x\n"
            })
    void aPasswordInAFileThatIsRefusedIsNotShown(String yaml) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(IngestException.class)
                .satisfies(
                        refusal -> assertThat(Throwables.getStackTrace(refusal)).doesNotContain("hidden"));
    }

    private List<CameraSpec> read(String yaml) throws IOException {
        return CamerasFile.read(Files.writeString(folder.resolve("cameras.yaml"), yaml), CaptureSettings.DEFAULT);
    }
}
