package io.sluice.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceUriTest {
    @ParameterizedTest
    @CsvSource({
        "clips/a.mp4, clips/a.mp4",
        "/clips/a.mp4, /clips/a.mp4",
        "file:/clips/a.mp4, /clips/a.mp4",
        "file:///clips/a.mp4, /clips/a.mp4",
        "file:odd:name.mp4, odd:name.mp4",
        "./odd:name.mp4, ./odd:name.mp4",
        "C.mp4, C.mp4"
    })
    void pathsAreLocal(String text, String path) {
        assertThat(SourceUri.parse(text)).isEqualTo(new LocalPath(Path.of(path)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rtsp://cam.example:554/live",
                "HTTP://cam.example/a.m3u8",
                "https://cam.example/a",
                "tcp://127.0.0.1:9000",
                "rtsp://user:pw@[::1]:554/live",
                "http://my_cam/a{1}.m3u8"
            })
    void streamsReconnectAndFilesDoNot(String text) {
        assertThat(SourceUri.parse(text)).isInstanceOf(NetworkStream.class);
        assertThat(SourceUri.parse(text).reconnects()).isTrue();
        assertThat(SourceUri.parse("a.mp4").reconnects()).isFalse();
    }

    @Test
    void secretsAreKeptForFfmpegAndShownToNobody() {
        NetworkStream stream =
                (NetworkStream) SourceUri.parse("rtsp://admin:p@ss/word@cam.example/live?channel=1&token=secret");

        assertThat(stream.url()).contains("token=secret");
        assertThat(stream.toString())
                .doesNotContain("secret")
                .doesNotContain("ss")
                .doesNotContain("word");
        assertThat(SourceUri.parse("rtsp://admin:pw@cam.example/live?token=secret"))
                .hasToString("rtsp://cam.example/live?token=***");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rtsp://admin:hid#den@cam.example/live",
                "rtsp://admin:hid?den@cam.example/live",
                "rtsp://admin:hid/d@en@cam.example/live",
                "rtsp:/admin:hidden@cam.example/live",
                "admin:hidden@cam.example/live",
                "ftp://admin:hid?den@cam.example/live"
            })
    void aBadlyWrittenPasswordIsNotShownEither(String text) {
        assertThat(NetworkStream.withoutSecrets(text))
                .endsWith("cam.example/live")
                .doesNotContain("admin", "hid", "en@");
    }

    @Test
    void aSyntheticSceneTakesItsParameters() {
        assertThat(SourceUri.parse("synthetic:shapes?seed=7&fps=12.5&size=64x48&frames=10"))
                .isEqualTo(new SyntheticShapes(new SyntheticScene(7, 64, 48), 12.5, OptionalLong.of(10)))
                .hasToString("synthetic:shapes?seed=7&fps=12.5&size=64x48&frames=10");
        assertThat(SourceUri.parse("synthetic:shapes"))
                .isEqualTo(new SyntheticShapes(new SyntheticScene(0, 320, 256), 30, OptionalLong.empty()));
    }

    @Test
    void aDeviceTakesItsParameters() {
        assertThat(SourceUri.parse("device:/dev/video0?size=640x480&fps=15&format=mjpeg"))
                .isEqualTo(new CaptureDevice(
                        "/dev/video0", Map.of("video_size", "640x480", "framerate", "15", "input_format", "mjpeg")));
        assertThat(SourceUri.parse("device:/dev/video0").reconnects()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|is empty",
                "ftp://host/a.mp4|unknown scheme",
                "concat:/etc/passwd|unknown scheme",
                "rtsp:///live|names no host",
                "rtsp://user:pw@/live|names no host",
                "tcp:9000|names no host",
                "device:|names no device",
                "device:/dev/video0?speed=3|expected name=value with one of",
                "synthetic:circus|unknown scene",
                "synthetic:shapes?sed=7|'sed=7'",
                "synthetic:shapes?seed=seven|expected a whole number",
                "synthetic:shapes?seed=1&seed=2|'seed' twice",
                "synthetic:shapes?size=10|expected WIDTHxHEIGHT",
                "synthetic:shapes?size=8x8|expected sides from 32 to 4096",
                "synthetic:shapes?fps=0|expected above 0",
                "synthetic:shapes?fps=NaN|expected above 0",
                "synthetic:shapes?frames=0|expected 1 or more"
            })
    void nonsenseIsRefusedWithTheReason(String text, String reason) {
        assertThatThrownBy(() -> SourceUri.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}
