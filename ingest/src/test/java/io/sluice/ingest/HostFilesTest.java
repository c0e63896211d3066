package io.sluice.ingest;

import static io.sluice.ingest.IngestHarness.await;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sluice.ingest.source.SourceTimeouts;
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
import org.junit.jupiter.params.provider.ValueSource;

/** A web server that tries to have the host's own files played: a sound video lies there, and is never seen. */
class HostFilesTest {
    private static final SourceTimeouts SHORT = new SourceTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(2));

    @TempDir
    private Path folder;

    private HttpServer http;
    private Path secret;
    private Path voice;
    private volatile String playlist = "";
    private volatile String type = "application/vnd.apple.mpegurl";
    private volatile String location = "";

    @BeforeEach
    void serve() throws Exception {
        secret = Videos.record(folder.resolve("secret.ts"), 320, 256, 10);
        voice = Videos.sound(folder.resolve("voice.aac"));
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/list", exchange -> answer(exchange, type, playlist.getBytes(US_ASCII)));
        http.createContext("/sound.ts", exchange -> answer(exchange, "video/mp2t", Files.readAllBytes(secret)));
        http.createContext("/sound.aac", exchange -> answer(exchange, "audio/aac", Files.readAllBytes(voice)));
        http.createContext(
                "/voice", exchange -> answer(exchange, type, list("/sound.aac").getBytes(US_ASCII)));
        http.createContext("/elsewhere", exchange -> {
            exchange.getResponseHeaders().set("Location", location);
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        http.start();
    }

    private static void answer(HttpExchange exchange, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, body.length);
        try (OutputStream response = exchange.getResponseBody()) {
            response.write(body);
        }
    }

    @AfterEach
    void stopServing() {
        http.stop(0);
    }

    private String uri(String path) {
        return "http://127.0.0.1:" + http.getAddress().getPort() + path;
    }

    private static String list(String segment) {
        return "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n#EXTINF:0.4,\n" + segment + "\n#EXT-X-ENDLIST\n";
    }

    /** The other tests would pass with a playlist that nobody could play. */
    @Test
    void aPlaylistOfTheServersOwnFilesIsPlayed() throws Exception {
        playlist = list("/sound.ts");
        try (IngestHarness harness = harness("/list.m3u8")) {
            harness.ingest().start();
            await("the end", () -> harness.status("camera").state() == CameraState.ENDED);

            assertThat(harness.frames("camera")).hasSize(10);
        }
    }

    /** As cameras and servers of streams offer them: pictures in one list, sound in another, bare. */
    @Test
    void picturesWhoseSoundIsAListOfItsOwnArePlayed() throws Exception {
        playlist = """
                #EXTM3U
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="sound",DEFAULT=YES,AUTOSELECT=YES,URI="/voice.m3u8"
                #EXT-X-STREAM-INF:BANDWIDTH=2000000,AUDIO="sound"
                /pictures.m3u8
                """;
        http.createContext(
                "/pictures",
                exchange -> answer(exchange, type, list("/sound.ts").getBytes(US_ASCII)));
        try (IngestHarness harness = harness("/list.m3u8")) {
            harness.ingest().start();
            await("the end", () -> harness.status("camera").state() == CameraState.ENDED);

            assertThat(harness.frames("camera")).hasSize(10);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file://FILE",
                "file:FILE",
                "FILE",
                "concat:FILE",
                "concat:file:FILE|FILE",
                "subfile,,start,0,end,0,,:FILE",
                "crypto:file:FILE",
                "crypto+file://FILE",
                "async:file:FILE",
                "cache:file:FILE",
                "concatf:FILE",
                "pipe:0",
                "data:video/mp2t;base64,R0AAEAAAsA0AAcEAAAAB8AAqsQSy"
            })
    void aSegmentOutsideTheNetworkIsNotRead(String segment) throws Exception {
        playlist = list(segment.replace("FILE", secret.toString()));

        assertNothingIsPlayed("/list.m3u8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#EXT-X-MAP:URI=\"file://FILE\"\n#EXTINF:0.4,\nfile://FILE\n",
                "#EXT-X-KEY:METHOD=AES-128,URI=\"file://FILE\"\n#EXTINF:0.4,\n/sound.ts\n"
            })
    void nestedReferencesAreNotRead(String lines) throws Exception {
        playlist = "#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-TARGETDURATION:1\n" + lines.replace("FILE", secret.toString())
                + "#EXT-X-ENDLIST\n";

        assertNothingIsPlayed("/list.m3u8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ffconcat version 1.0\nfile 'file:FILE'\n",
                "ffconcat version 1.0\nfile FILE\n",
                "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5000 RTP/AVP 33\n",
                "[playlist]\nFile1=FILE\n",
                "Buy milk.\nBuy bread.\n"
            })
    void listsOfOtherKindsAreNoVideo(String text) throws Exception {
        playlist = text.replace("FILE", secret.toString());
        type = "text/plain";

        assertNothingIsPlayed("/list");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file://FILE", "file:FILE", "concat:FILE", "pipe:0", "subfile,,start,0,end,0,,:FILE"})
    void aRedirectionOutsideTheNetworkIsNotFollowed(String target) throws Exception {
        location = target.replace("FILE", secret.toString());

        assertNothingIsPlayed("/elsewhere");
    }

    private void assertNothingIsPlayed(String path) throws Exception {
        try (IngestHarness harness = harness(path)) {
            harness.ingest().start();
            await("given up", () -> harness.status("camera").state() == CameraState.RECONNECTING);

            assertThat(harness.records("camera")).isEmpty();
        }
    }

    private IngestHarness harness(String path) {
        return new IngestHarness(SHORT, CameraSpec.of("camera", uri(path), CaptureSettings.DEFAULT));
    }
}
