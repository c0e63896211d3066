package io.sluice.ingest;

import static io.sluice.ingest.IngestHarness.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sluice.ingest.publish.FrameCounts;
import io.sluice.ingest.source.SourceTimeouts;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkStreamTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int FRAMES = 10;

    @TempDir
    private Path folder;

    private HttpServer http;

    @BeforeEach
    void serve() throws Exception {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::answer);
        http.start();
    }

    /** The rest of a file from any byte on: FFmpeg looks for an MP4's index at its end. */
    private void answer(HttpExchange exchange) throws IOException {
        byte[] file = Files.readAllBytes(
                folder.resolve(exchange.getRequestURI().getPath().substring(1)));
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
        exchange.getResponseHeaders()
                .set("Content-Range", "bytes " + from + "-" + (file.length - 1) + "/" + file.length);
        exchange.sendResponseHeaders(206, file.length - from);
        try (OutputStream response = exchange.getResponseBody()) {
            response.write(file, from, file.length - from);
        }
    }

    @AfterEach
    void stopServing() {
        http.stop(0);
    }

    @Test
    void aVideoOnAWebServerEndsLikeAFile() throws Exception {
        Videos.record(folder.resolve("a.mp4"), 320, 256, FRAMES);

        assertEndsWithAllFrames("a.mp4");
    }

    @Test
    void anHlsRecordingIsPlayedToItsEnd() throws Exception {
        Videos.record(folder.resolve("a.ts"), 320, 256, FRAMES);
        Files.writeString(
                folder.resolve("a.m3u8"),
                "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n#EXTINF:0.4,\na.ts\n#EXT-X-ENDLIST\n");

        assertEndsWithAllFrames("a.m3u8");
    }

    private void assertEndsWithAllFrames(String name) throws Exception {
        try (IngestHarness harness =
                harness("http://127.0.0.1:" + http.getAddress().getPort() + "/" + name)) {
            harness.ingest().start();

            assertThat(harness.ingest().awaitEnd(PATIENCE)).isTrue();
            assertThat(harness.status("camera").state()).isEqualTo(CameraState.ENDED);
            assertThat(harness.status("camera").frames()).isEqualTo(new FrameCounts(FRAMES, FRAMES, 0, 0));
        }
    }

    @Test
    void anMpegStreamOverTcpIsOpenedAgainWhenItBreaksOff() throws Exception {
        byte[] stream = Files.readAllBytes(Videos.record(folder.resolve("a.ts"), 320, 256, FRAMES));
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                IngestHarness harness = harness("tcp://127.0.0.1:" + server.getLocalPort())) {
            harness.ingest().start();
            send(stream, server);
            await("the loss is seen", () -> harness.status("camera").state() == CameraState.RECONNECTING);
            send(stream, server);
            await("all frames twice", () -> harness.frames("camera").size() == 2 * FRAMES);

            assertThat(harness.status("camera").reconnects()).isEqualTo(1);
        }
    }

    private static void send(byte[] stream, ServerSocket server) throws Exception {
        try (Socket client = server.accept();
                OutputStream output = client.getOutputStream()) {
            output.write(stream);
        }
    }

    private static IngestHarness harness(String uri) {
        return new IngestHarness(SourceTimeouts.DEFAULT, CameraSpec.of("camera", uri, CaptureSettings.DEFAULT));
    }
}
