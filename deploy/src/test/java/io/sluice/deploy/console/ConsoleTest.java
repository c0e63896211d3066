package io.sluice.deploy.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.deploy.broker.BrokerSettings;
import io.sluice.deploy.broker.EmbeddedBroker;
import io.sluice.deploy.topics.TopicLayout;
import io.sluice.deploy.topics.TopicSetup;
import io.sluice.deploy.web.AccessToken;
import io.sluice.deploy.web.WebServer;
import io.sluice.deploy.web.WebSettings;
import io.sluice.schemas.AvroCodec;
import io.sluice.schemas.Frame;
import io.sluice.schemas.FrameLabels;
import io.sluice.schemas.ImageEncoding;
import io.sluice.schemas.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The console as a browser meets it, on a real broker. */
class ConsoleTest {
    private static final Topics TOPICS = new Topics("console");
    private static final String HOSTILE = "../%2e/<img src=x onerror=alert(1)>/\"'\u202e?camera=x&";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PORT_OF_ANY = 0;

    private static EmbeddedBroker broker;
    private static KafkaProducer<byte[], byte[]> producer;
    private static Console console;
    private static WebServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start(BrokerSettings.temporary());
        try (Admin admin = Admin.create(kafka())) {
            new TopicSetup(admin, TOPICS).create(TopicLayout.DEFAULT);
        }
        producer = new KafkaProducer<>(kafka(), new ByteArraySerializer(), new ByteArraySerializer());
        console = console(Frames.SHOWN);
        server = serve(console, Optional.empty());
    }

    private static Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    private static Console console(Frames frames) {
        ConsoleSettings settings = new ConsoleSettings(TOPICS, frames, List.of(new Fact("Kafka", "here")));
        return new Console(settings, kafka(), InstantSource.system(), System::nanoTime);
    }

    private static WebServer serve(Console console, Optional<AccessToken> token) {
        return new WebServer(new WebSettings(InetAddress.getLoopbackAddress(), PORT_OF_ANY, token), List.of(console));
    }

    @AfterAll
    static void stop() {
        server.close();
        console.close();
        producer.close();
        broker.close();
    }

    @Test
    void theBrowserIsToldOfEachCameraWhateverItsId() throws Exception {
        try (Stream stream = stream()) {
            stream.until("state", state -> true);
            answer(HOSTILE, frame(HOSTILE, 64, 48));

            JsonNode camera = stream.cameraView(HOSTILE);

            assertThat(camera.get("camera").asText()).isEqualTo(HOSTILE);
            assertThat(camera.get("outcome").asText()).isEqualTo("LABELLED");
            assertThat(camera.get("labels").get(0).get("name").asText()).isEqualTo("circle");
            assertThat(camera.get("quality").get("point").get("reducer").asText())
                    .isEqualTo("evit:keep=0.7");
            assertThat(camera.get("computeMillis").asDouble()).isEqualTo(10);
        }
    }

    /** Each leaves while something is being sent to him, or about to be. */
    @Test
    void thoseWhoLeaveMakeRoomForOthers() throws Exception {
        List<Stream> all = new ArrayList<>();
        for (int viewer = 0; viewer < Limits.VIEWERS; viewer++) {
            all.add(stream());
        }
        for (Stream stream : all) {
            stream.close();
        }

        streamWithRoom().close();
    }

    /** The server notices that somebody has left when it has something to send him. */
    private Stream streamWithRoom() throws Exception {
        Stream stream = stream();
        while (stream.next().equals("full")) {
            stream.close();
            stream = stream();
        }
        return stream;
    }

    @Test
    void thePictureIsTheOneThatWasAnsweredAndIsSentOnce() throws Exception {
        try (Stream stream = stream()) {
            stream.until("state", state -> true);
            answer(HOSTILE, frame(HOSTILE, 64, 48));
            stream.cameraView(HOSTILE);
            String path = "/console/api/picture?camera=" + URLEncoder.encode(HOSTILE, UTF_8);

            HttpResponse<byte[]> picture = client.send(get(path).build(), HttpResponse.BodyHandlers.ofByteArray());

            assertThat(picture.statusCode()).isEqualTo(200);
            assertThat(picture.headers().firstValue("Content-Type")).contains("image/jpeg");
            var shown = ImageIO.read(new java.io.ByteArrayInputStream(picture.body()));
            assertThat(shown.getWidth()).isEqualTo(64);
            assertThat(shown.getHeight()).isEqualTo(48);
            String tag = picture.headers().firstValue("ETag").orElseThrow();
            assertThat(send(get(path).header("If-None-Match", tag)).statusCode())
                    .isEqualTo(304);
        }
    }

    /** One that knows where frames stand can say that a frame stands anywhere, and was captured at any time. */
    @Test
    void foreignLabelsStopNeitherPicturesNorThePage() throws Exception {
        try (Stream stream = stream()) {
            stream.until("state", state -> true);
            answer(Answers.labelled("foreign", "", -1, -1));
            answer(Answers.labelled("elsewhere", TOPICS.labels(), 0, 0));
            Instant absurd = Instant.EPOCH.plus(Long.MAX_VALUE, ChronoUnit.MICROS);
            answer(Answers.labelled("future", TOPICS.frames(), 0, 0, absurd));
            RecordMetadata north = frame("north", 32, 32);
            answer(Answers.labelled("beyond", TOPICS.frames(), north.partition(), 1_000_000));
            answer("north", north);
            stream.cameraView("north");

            for (String camera : List.of("foreign", "elsewhere", "future", "beyond")) {
                assertThat(send(get("/console/api/picture?camera=" + camera)).statusCode())
                        .as(camera)
                        .isIn(204, 404);
            }
            assertThat(send(get("/console/api/picture?camera=north")).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void whatIsNotThereIsSaidToBeNotThere() throws Exception {
        assertThat(send(get("/console/api/picture?camera=nobody")).statusCode()).isEqualTo(404);
        assertThat(send(get("/console/api/picture")).statusCode()).isEqualTo(404);
        assertThat(send(get("/console/elsewhere.html")).statusCode()).isEqualTo(404);
        assertThat(send(get("/console/..%2flogback.xml")).statusCode()).isIn(400, 404);
        assertThat(send(get("/console/Console.class")).statusCode()).isEqualTo(404);
    }

    @Test
    void thePageAndAllItsFilesAreServedFromHere() throws Exception {
        HttpResponse<String> page = send(get("/console/index.html"));

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'self'")
                .doesNotContain("unsafe");
        assertThat(page.body()).doesNotContain("http://", "https://", " style=", "onclick");
        for (String file : List.of("console.css", "app.js", "chart.js", "icon.svg", "theme.js", "tokenmap.js")) {
            assertThat(send(get("/console/" + file)).statusCode()).as(file).isEqualTo(200);
        }
    }

    @Test
    void withATokenNobodySeesOrChangesAnythingWithoutIt() throws Exception {
        Console other = console(Frames.HIDDEN);
        try (WebServer guarded = serve(other, Optional.of(new AccessToken("0123456789abcdef")));
                other) {
            String base = "http://localhost:" + guarded.port();
            for (String path : List.of("about", "picture?camera=x", "stream", "map?camera=x")) {
                HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/console/api/" + path))
                        .build();
                assertThat(client.send(request, HttpResponse.BodyHandlers.ofString())
                                .statusCode())
                        .as(path)
                        .isEqualTo(401);
            }
            for (String path : List.of("pin", "unpin", "weight", "clear-weight")) {
                HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/console/api/" + path))
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build();
                assertThat(client.send(request, HttpResponse.BodyHandlers.ofString())
                                .statusCode())
                        .as(path)
                        .isEqualTo(401);
            }
        }
    }

    @Test
    void aPinIsShownToEverybodyUntilItIsTakenBack() throws Exception {
        try (Stream stream = stream()) {
            stream.until("state", state -> true);
            String point = "{\"model\":\"m@0\",\"reducer\":\"none\",\"precision\":\"INT8\"}";

            assertThat(send(post("/console/api/pin", point)).statusCode()).isEqualTo(204);
            JsonNode pinned =
                    stream.until("delta", update -> update.path("directives").size() == 1);
            assertThat(pinned.get("directives")
                            .get(0)
                            .get("pin")
                            .get("precision")
                            .asText())
                    .isEqualTo("INT8");

            assertThat(send(post("/console/api/unpin", "")).statusCode()).isEqualTo(204);
            stream.until(
                    "delta",
                    update ->
                            update.has("directives") && update.get("directives").isEmpty());
        }
    }

    @Test
    void aRequestThatMakesNoSenseIsRefusedWithOneSentence() throws Exception {
        assertThat(send(post("/console/api/pin", "{\"model\":3}")).body())
                .isEqualTo("Expected a text 'model', found 3.");
        HttpResponse<String> weight = send(post("/console/api/weight", "{\"camera\":\"a\",\"weight\":-1}"));
        assertThat(weight.statusCode()).isEqualTo(400);
        assertThat(weight.body()).isEqualTo("Expected a weight of 0.01 to 100, found -1.0.");
        assertThat(send(post("/console/api/weight", "nonsense")).statusCode()).isEqualTo(400);
    }

    private static RecordMetadata frame(String camera, int width, int height) throws Exception {
        ByteBuffer pixels = ByteBuffer.allocate(width * height * 3);
        Frame frame = new Frame(camera, "s1", 7L, Instant.now(), width, height, ImageEncoding.RGB24, pixels);
        byte[] value = new AvroCodec<>(Frame.class).encode(frame);
        return producer.send(new ProducerRecord<>(TOPICS.frames(), camera.getBytes(UTF_8), value))
                .get();
    }

    private static void answer(String camera, RecordMetadata at) throws Exception {
        answer(Answers.labelled(camera, TOPICS.frames(), at.partition(), at.offset()));
    }

    private static void answer(FrameLabels answer) throws Exception {
        byte[] value = new AvroCodec<>(FrameLabels.class).encode(answer);
        var unused = producer.send(
                        new ProducerRecord<>(TOPICS.labels(), answer.getCamera().getBytes(UTF_8), value))
                .get();
    }

    private HttpRequest.Builder get(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path));
    }

    private HttpRequest.Builder post(String path, String body) {
        return get(path).POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private Stream stream() throws IOException, InterruptedException {
        HttpRequest request =
                get("/console/api/stream").header("Accept", "text/event-stream").build();
        return new Stream(new BufferedReader(new InputStreamReader(
                client.send(request, HttpResponse.BodyHandlers.ofInputStream()).body(), UTF_8)));
    }

    /** An event stream as a browser reads it. */
    private record Stream(BufferedReader lines) implements AutoCloseable {
        /** The name of the next event. */
        String next() throws IOException {
            String line = lines.readLine();
            while (line != null && !line.startsWith("event:")) {
                line = lines.readLine();
            }
            return Objects.requireNonNull(line, "The stream ended.")
                    .substring(6)
                    .strip();
        }

        JsonNode until(String event, Predicate<JsonNode> wanted) throws IOException {
            String name = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event:")) {
                    name = line.substring(6).strip();
                } else if (line.startsWith("data:") && name.equals(event)) {
                    JsonNode data = JSON.readTree(line.substring(5));
                    if (wanted.test(data)) {
                        return data;
                    }
                }
            }
            throw new AssertionError("The stream ended.");
        }

        JsonNode cameraView(String id) throws IOException {
            JsonNode update = until("delta", data -> find(data, id).isPresent());
            return find(update, id).orElseThrow();
        }

        private static Optional<JsonNode> find(JsonNode update, String id) {
            for (JsonNode camera : update.path("cameras")) {
                if (camera.get("camera").asText().equals(id)) {
                    return Optional.of(camera);
                }
            }
            return Optional.empty();
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }
}
