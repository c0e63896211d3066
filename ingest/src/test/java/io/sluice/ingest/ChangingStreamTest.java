package io.sluice.ingest;

import static io.sluice.ingest.IngestHarness.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ingest.source.SourceTimeouts;
import io.sluice.schemas.Frame;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalDouble;
import org.bytedeco.ffmpeg.global.avcodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams that do not stay what they were. */
class ChangingStreamTest {
    private static final int FRAMES = 25;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final SourceTimeouts SHORT = new SourceTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(1));

    @TempDir
    private Path folder;

    private byte[] part(int width, int height, int frames, int codec, Duration start) throws Exception {
        Path file = folder.resolve(width + "x" + height + "-" + codec + "-" + start.toSeconds() + ".ts");
        return Files.readAllBytes(Videos.record(file, width, height, frames, codec, start.toMillis() * 1000));
    }

    private byte[] mpeg4(int width, int height, Duration start) throws Exception {
        return part(width, height, FRAMES, avcodec.AV_CODEC_ID_MPEG4, start);
    }

    /** Sends the parts one after the other to the first peer, and nothing to others. */
    private static HostileServer serverOf(byte[]... parts) throws Exception {
        return new HostileServer(new HostileServer.Behaviour() {
            private boolean sent;

            @Override
            public synchronized void treat(Socket peer, OutputStream toPeer) throws IOException {
                if (!sent) {
                    sent = true;
                    for (byte[] part : parts) {
                        toPeer.write(part);
                    }
                }
            }
        });
    }

    private static IngestHarness harness(HostileServer server, OptionalDouble fps) {
        CaptureSettings settings = new CaptureSettings(
                CaptureSettings.DEFAULT.pacing(),
                fps,
                CaptureSettings.DEFAULT.atEnd(),
                0,
                90,
                CaptureSettings.DEFAULT.overflow());
        return new IngestHarness(SHORT, CameraSpec.of("camera", server.uri("tcp"), settings));
    }

    @Test
    void anotherResolutionIsTakenAsItComes() throws Exception {
        try (HostileServer server =
                        serverOf(mpeg4(320, 256, Duration.ZERO), mpeg4(640, 480, HOUR), mpeg4(64, 48, Duration.ZERO));
                IngestHarness harness = harness(server, OptionalDouble.empty())) {
            harness.ingest().start();
            await("the end", () -> harness.status("camera").state() == CameraState.RECONNECTING);

            assertThat(harness.frames("camera").stream().map(frame -> frame.getWidth() + "x" + frame.getHeight()))
                    .contains("320x256", "640x480", "64x48");
            assertThat(harness.frames("camera").stream().map(Frame::getSession).distinct())
                    .hasSize(1);
        }
    }

    /** Sampled, so that a clock that only looks at what is later would wait for an hour. */
    @Test
    void timesThatJumpBackAndForthStopNothing() throws Exception {
        byte[] late = mpeg4(320, 256, HOUR);
        byte[] early = mpeg4(320, 256, Duration.ZERO);
        try (HostileServer server = serverOf(late, early, late, early, late);
                IngestHarness harness = harness(server, OptionalDouble.of(10))) {
            harness.ingest().start();
            await("the end", () -> harness.status("camera").state() == CameraState.RECONNECTING);

            assertThat(harness.frames("camera")).hasSizeBetween(40, 60);
        }
    }

    /** Longer than FFmpeg looks at before the stream counts as open. */
    @Test
    void anotherCodecIsANewOpening() throws Exception {
        byte[] first = part(320, 256, 5 * FRAMES, avcodec.AV_CODEC_ID_MPEG4, Duration.ZERO);
        byte[] second = part(320, 256, 2 * FRAMES, avcodec.AV_CODEC_ID_MPEG2VIDEO, Duration.ofSeconds(6));
        try (HostileServer server = serverOf(first, second);
                IngestHarness harness = harness(server, OptionalDouble.empty())) {
            harness.ingest().start();
            await("the change is seen", () -> harness.status("camera").state() == CameraState.RECONNECTING);

            assertThat(harness.status("camera").message()).startsWith("Its video has become another codec's");
            assertThat(harness.frames("camera")).hasSizeGreaterThan(FRAMES);
        }
    }

    /** JPEG after JPEG, of which each fourth says that it has no rows. */
    @Test
    void framesThatCannotBeDecodedAreCounted() throws Exception {
        Path file = folder.resolve("a.jpg");
        Videos.image(file, 320, 256);
        byte[] sound = Files.readAllBytes(file);
        byte[] damaged = sound.clone();
        int frameHeader = new String(sound, ISO_8859_1).indexOf("\u00ff\u00c0");
        damaged[frameHeader + 5] = 0;
        damaged[frameHeader + 6] = 0;
        byte[][] parts = new byte[80][];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = i % 4 == 3 ? damaged : sound;
        }
        try (HostileServer server = serverOf(parts);
                IngestHarness harness = harness(server, OptionalDouble.empty())) {
            harness.ingest().start();
            await("the end", () -> harness.status("camera").state() == CameraState.RECONNECTING);

            assertThat(harness.status("camera").undecodable()).isBetween(15L, 20L);
            assertThat(harness.frames("camera")).hasSizeBetween(50, 60);
            assertThat(harness.status("camera").frames().failed()).isZero();
        }
    }
}
