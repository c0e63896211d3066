package io.sluice.ingest;

import static io.sluice.ingest.IngestHarness.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ingest.source.SourceTimeouts;
import io.sluice.schemas.Frame;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RtspTest {
    private static final SourceTimeouts SHORT = new SourceTimeouts(Duration.ofSeconds(8), Duration.ofSeconds(1));

    @Test
    void aKilledServerIsReconnectedToAndAnotherCameraNeverNotices() throws Exception {
        try (RtspServer server = new RtspServer(Videos.clip("car-detection.mp4"));
                IngestHarness harness = new IngestHarness(
                        SHORT, camera("road", server.uri()), camera("shapes", "synthetic:shapes?fps=25"))) {
            harness.ingest().start();
            await("frames over RTSP", () -> harness.frames("road").size() > 5);
            List<String> sessions = harness.frames("road").stream()
                    .map(Frame::getSession)
                    .distinct()
                    .toList();

            server.kill();
            await("the loss is seen", () -> harness.status("road").state() == CameraState.RECONNECTING);
            int before = harness.frames("road").size();
            await("a refused attempt", () -> harness.status("road").message().contains("refused"));
            server.start();
            await("frames again", () -> harness.frames("road").size() > before + 5);

            List<Frame> road = harness.frames("road");
            assertThat(sessions).hasSize(1);
            assertThat(road.get(road.size() - 1).getSession()).isNotEqualTo(sessions.get(0));
            assertThat(harness.status("road").reconnects()).isEqualTo(1);
            assertThat(harness.status("shapes").reconnects()).isZero();
            List<Frame> shapes = harness.frames("shapes");
            assertThat(shapes.stream().map(Frame::getSession).distinct()).hasSize(1);
            assertThat(shapes.stream().map(Frame::getSequence))
                    .containsExactlyElementsOf(
                            LongStream.range(0, shapes.size()).boxed().toList());
        }
    }

    @Test
    void aServerThatHangsIsLeftWithinTheReadTimeoutAndComesBack() throws Exception {
        try (RtspServer server = new RtspServer(Videos.clip("car-detection.mp4"));
                IngestHarness harness = new IngestHarness(SHORT, camera("road", server.uri()))) {
            harness.ingest().start();
            await("frames over RTSP", () -> harness.frames("road").size() > 5);

            server.hang();
            await("the hang is seen", () -> harness.status("road").state() == CameraState.RECONNECTING);
            String message = harness.status("road").message();
            int before = harness.frames("road").size();
            server.goOn();
            await("frames again", () -> harness.frames("road").size() > before + 5);

            assertThat(message).containsAnyOf("No frame came for 1 s", "timed out");
        }
    }

    private static CameraSpec camera(String id, String uri) {
        return CameraSpec.of(id, uri, CaptureSettings.DEFAULT);
    }
}
