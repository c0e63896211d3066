package io.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.ingest.pacing.Pacing;
import io.sluice.ingest.publish.OverflowPolicy;
import io.sluice.ingest.source.AtEnd;
import io.sluice.ingest.source.SourceTimeouts;
import io.sluice.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    @Test
    void everyDefaultIsPinned() {
        IngestSettings settings =
                new IngestSettings(new Topics("t"), List.of(CameraSpec.parse("a=a.mp4", CaptureSettings.DEFAULT)));

        assertThat(settings.bufferBytesPerCamera()).isEqualTo(16 * 1024 * 1024);
        assertThat(settings.timeouts()).isEqualTo(new SourceTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(10)));
        assertThat(CaptureSettings.DEFAULT)
                .isEqualTo(new CaptureSettings(
                        Pacing.MEDIA_CLOCK, OptionalDouble.empty(), AtEnd.STOP, 256, 90, OverflowPolicy.BLOCK));
    }

    @ParameterizedTest
    @CsvSource({
        "a.mp4, has no URI",
        "=a.mp4, Camera id '' is not legal",
        "front door=a.mp4, 'front door' is not legal",
        "gate=, Camera 'gate'",
        "gate=gopher://x, Camera 'gate'"
    })
    void aCameraThatMakesNoSenseIsNamed(String text, String message) {
        assertThatThrownBy(() -> CameraSpec.parse(text, CaptureSettings.DEFAULT))
                .isInstanceOf(IngestException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rtsp://admin:hidden@cam.example/live",
                "rtsp://admin:hid=den@cam.example/live",
                "rtsp://admin:hid#d=en@cam.example/live?channel=1",
                "gate:rtsp://admin:hid=den@cam.example/live"
            })
    void aForgottenIdShowsNoPassword(String text) {
        assertThatThrownBy(() -> CameraSpec.parse(text, CaptureSettings.DEFAULT))
                .isInstanceOf(IngestException.class)
                .hasMessageContaining("cam.example/live")
                .hasMessageContaining("has no id")
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("admin", "hid"));
    }

    @Test
    void idsUpToSixtyFourCharactersAreLegal() {
        assertThat(CameraSpec.parse("A.b_c-9=x=y.mp4", CaptureSettings.DEFAULT).uri())
                .hasToString("x=y.mp4");
        assertThatThrownBy(() -> CameraSpec.parse("x".repeat(65) + "=a.mp4", CaptureSettings.DEFAULT))
                .isInstanceOf(IngestException.class);
    }

    @Test
    void camerasNeedDifferentIdsAndThereMustBeOne() {
        CameraSpec camera = CameraSpec.parse("gate=a.mp4", CaptureSettings.DEFAULT);

        assertThatThrownBy(() -> new IngestSettings(new Topics("t"), List.of(camera, camera)))
                .hasMessageContaining("'gate' is given twice");
        assertThatThrownBy(() -> new IngestSettings(new Topics("t"), List.of())).hasMessageContaining("no camera");
        assertThatThrownBy(() -> new IngestSettings(new Topics("t"), List.of(camera), SourceTimeouts.DEFAULT, 1))
                .hasMessageContaining("1 bytes: expected at least 1048576");
    }
}
