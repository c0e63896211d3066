package io.sluice.ingest;

import static io.sluice.ingest.IngestHarness.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.ingest.pacing.Pacing;
import io.sluice.ingest.publish.BrokerState;
import io.sluice.ingest.publish.FrameCounts;
import io.sluice.ingest.publish.OverflowPolicy;
import io.sluice.ingest.source.AtEnd;
import io.sluice.ingest.source.SourceTimeouts;
import io.sluice.schemas.Frame;
import io.sluice.schemas.Topics;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final CaptureSettings FAST = new CaptureSettings(
            Pacing.AS_FAST_AS_POSSIBLE, OptionalDouble.empty(), AtEnd.STOP, 128, 90, OverflowPolicy.BLOCK);

    @TempDir
    private Path folder;

    @Test
    void filesAreTakenToTheirEndFrameByFrame() throws Exception {
        Path video = Videos.record(folder.resolve("a.mp4"), 320, 256, 40);
        try (IngestHarness harness = harness(
                CameraSpec.of("belt", video.toString(), FAST),
                CameraSpec.of("shapes", "synthetic:shapes?frames=30", FAST))) {
            harness.ingest().start();

            assertThat(harness.ingest().awaitEnd(PATIENCE)).isTrue();

            assertThat(harness.status("belt").state()).isEqualTo(CameraState.ENDED);
            assertThat(harness.status("belt").frames()).isEqualTo(new FrameCounts(40, 40, 0, 0));
            assertThat(harness.status("shapes").frames()).isEqualTo(new FrameCounts(30, 30, 0, 0));
            assertThat(harness.ingest().broker().state()).isEqualTo(BrokerState.CONNECTED);
            List<Frame> belt = harness.frames("belt");
            assertThat(belt.stream().map(Frame::getSequence))
                    .containsExactlyElementsOf(LongStream.range(0, 40).boxed().toList());
            assertThat(belt.stream().map(Frame::getSession).distinct()).hasSize(1);
            assertThat(belt).allSatisfy(frame -> {
                assertThat(frame.getWidth()).isEqualTo(160);
                assertThat(frame.getHeight()).isEqualTo(128);
            });
            assertThat(harness.records("belt"))
                    .allSatisfy(record -> assertThat(record.topic()).isEqualTo("test.frames"));
        }
    }

    @Test
    void aRealClipIsTakenWhole() throws Exception {
        Path clip = Videos.clip("car-detection.mp4");
        try (IngestHarness harness = harness(CameraSpec.of("road", clip.toString(), FAST))) {
            harness.ingest().start();

            assertThat(harness.ingest().awaitEnd(PATIENCE)).isTrue();
            assertThat(harness.status("road").frames()).isEqualTo(new FrameCounts(377, 377, 0, 0));
        }
    }

    @Test
    void aTornImageFailsAloneAndItsNumberIsMissing() throws Exception {
        Path images = Files.createDirectory(folder.resolve("images"));
        Videos.record(images.resolve("notes.mkv"), 64, 64, 1);
        Videos.image(images.resolve("a.png"), 64, 48);
        Files.writeString(images.resolve("b.jpg"), "no image");
        Videos.image(images.resolve("c.png"), 64, 48);
        try (IngestHarness harness = harness(CameraSpec.of("stills", images.toString(), FAST))) {
            harness.ingest().start();

            assertThat(harness.ingest().awaitEnd(PATIENCE)).isTrue();
            assertThat(harness.status("stills").frames()).isEqualTo(new FrameCounts(3, 2, 0, 1));
            assertThat(harness.frames("stills").stream().map(Frame::getSequence))
                    .containsExactly(0L, 2L);
        }
    }

    @Test
    void everyFileThatCannotBeOpenedIsNamedBeforeAnythingStarts() throws Exception {
        Path text = Files.writeString(folder.resolve("notes.txt"), "Buy milk.\n".repeat(500));
        try (IngestHarness harness = harness(
                CameraSpec.of("gone", folder.resolve("gone.mp4").toString(), FAST),
                CameraSpec.of("text", text.toString(), FAST),
                CameraSpec.of(
                        "empty", Files.createDirectory(folder.resolve("empty")).toString(), FAST),
                CameraSpec.of("shapes", "synthetic:shapes", FAST))) {
            assertThatThrownBy(harness.ingest()::start)
                    .isInstanceOf(IngestException.class)
                    .hasMessageContaining("Camera 'gone' cannot be opened: there is no file or directory")
                    .hasMessageContaining("Camera 'text' cannot be opened")
                    .hasMessageContaining("notes.txt is not a video")
                    .hasMessageContaining("Camera 'empty' cannot be opened")
                    .hasMessageContaining("holds no image");

            assertThat(harness.records("shapes")).isEmpty();
        }
    }

    @Test
    void aPeerThatSaysNothingIsGivenUpInTimeAndTriedAgain() throws Exception {
        SourceTimeouts timeouts = new SourceTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(60));
        try (ServerSocket mute = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                IngestHarness harness = new IngestHarness(
                        timeouts,
                        CameraSpec.of("mute", "tcp://127.0.0.1:" + mute.getLocalPort(), FAST),
                        CameraSpec.of("shapes", "synthetic:shapes?frames=20", FAST))) {
            harness.ingest().start();

            await("given up", () -> harness.status("mute").state() == CameraState.RECONNECTING);
            assertThat(harness.status("mute").message()).startsWith("It could not be opened within 1 s; next attempt");
            await("the other camera ends", () -> harness.status("shapes").state() == CameraState.ENDED);
            assertThat(harness.ingest().awaitEnd(Duration.ZERO)).isFalse();
        }
    }

    @Test
    void closingStopsEndlessCamerasAndAccountsForEveryFrame() throws Exception {
        IngestHarness harness = harness(
                CameraSpec.of("paced", "synthetic:shapes?fps=100", CaptureSettings.DEFAULT),
                CameraSpec.of("fast", "synthetic:shapes", FAST));
        harness.ingest().start();
        await("frames", () -> harness.records("fast").size() > 20);

        harness.close();

        assertThat(harness.ingest().status()).allSatisfy(status -> {
            assertThat(status.state()).isEqualTo(CameraState.STOPPED);
            assertThat(status.frames().inFlight()).isZero();
        });
        assertThat(harness.status("fast").frames().published())
                .isEqualTo(harness.records("fast").size());
    }

    @Test
    void aWrongKafkaPropertyIsRefusedByName() {
        IngestSettings settings =
                new IngestSettings(new Topics("test"), List.of(CameraSpec.of("shapes", "synthetic:shapes", FAST)));

        assertThatThrownBy(() -> new Ingest(settings, Map.of("bootstrap.servers", "127.0.0.1:1", "acks", "0")))
                .isInstanceOf(IngestException.class)
                .hasMessageContaining("acks");
    }

    @Test
    void anUnreachableBrokerIsTold() throws Exception {
        IngestSettings settings = new IngestSettings(
                new Topics("test"), List.of(CameraSpec.of("shapes", "synthetic:shapes?frames=5", FAST)));
        Map<String, Object> nobody = Map.of("bootstrap.servers", "127.0.0.1:1", "max.block.ms", 200);
        try (Ingest ingest = new Ingest(settings, nobody)) {
            ingest.start();

            await("the outage is told", () -> ingest.broker().state() == BrokerState.UNREACHABLE);
            await("captured", () -> ingest.status().get(0).frames().captured() == 5);
            assertThat(ingest.status().get(0).frames().inFlight()).isEqualTo(5);
            assertThat(ingest.awaitEnd(Duration.ZERO)).isFalse();
        }
    }

    private static IngestHarness harness(CameraSpec... cameras) {
        return new IngestHarness(SourceTimeouts.DEFAULT, cameras);
    }
}
