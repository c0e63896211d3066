package io.sluice.ingest;

import static io.sluice.ingest.IngestHarness.await;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.sluice.ingest.source.SourceTimeouts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cameras that have a picture for a URL, larger than what FFmpeg looks at first (2 KB). */
class SnapshotTest {
    private static final SourceTimeouts SHORT = new SourceTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(2));

    @TempDir
    private Path folder;

    private HttpServer http;
    private byte[] picture;
    private String type;

    @BeforeEach
    void serve() throws Exception {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(200, picture.length);
            try (OutputStream response = exchange.getResponseBody()) {
                response.write(picture);
            }
        });
        http.start();
    }

    @AfterEach
    void stopServing() {
        http.stop(0);
    }

    @ParameterizedTest
    @CsvSource({
        "jpg, image/jpeg, /snapshot.jpg",
        "jpg, image/jpeg, /SNAPSHOT.JPEG",
        "jpg, application/octet-stream, /cgi-bin/still?file=now.jpg",
        "jpg, image/jpeg, /snapshot?channel=1",
        "png, image/png, /snapshot.png",
        "png, image/png, /snapshot?file=now.png"
    })
    void aStillPictureIsAFrame(String kind, String type, String path) throws Exception {
        this.type = type;
        picture = still(kind);

        assertFrame(path);
    }

    /** A stream of pictures under a picture's name. */
    @Test
    void picturesOneAfterAnotherAreFrames() throws Exception {
        byte[] still = still("jpg");
        String head = "\r\n--next\r\nContent-Type: image/jpeg\r\nContent-Length: " + still.length + "\r\n\r\n";
        type = "multipart/x-mixed-replace; boundary=next";
        ByteArrayOutputStream parts = new ByteArrayOutputStream();
        for (int i = 0; i < 5; i++) {
            parts.write(head.getBytes(US_ASCII));
            parts.write(still);
        }
        picture = parts.toByteArray();

        assertFrame("/video.jpg");
    }

    private byte[] still(String kind) throws IOException {
        Path file = folder.resolve("still." + kind);
        Videos.image(file, 640, 480);
        byte[] still = Files.readAllBytes(file);
        assertThat(still.length).isGreaterThan(4096);
        return still;
    }

    private void assertFrame(String path) {
        String uri = "http://127.0.0.1:" + http.getAddress().getPort() + path;
        try (IngestHarness harness = new IngestHarness(SHORT, CameraSpec.of("camera", uri, CaptureSettings.DEFAULT))) {
            harness.ingest().start();
            await("a frame", () -> !harness.records("camera").isEmpty());

            assertThat(harness.frames("camera").get(0).getHeight()).isEqualTo(256);
        }
    }
}
