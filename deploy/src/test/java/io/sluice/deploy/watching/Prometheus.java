package io.sluice.deploy.watching;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A real Prometheus with the shipped alert rules, that scrapes one port of this machine each second. */
final class Prometheus implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;
    private final Process process;

    Prometheus(Path directory, String target) throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path config = Files.writeString(directory.resolve("prometheus.yml"), """
                global:
                  scrape_interval: 1s
                  evaluation_interval: 1s
                rule_files:
                  - %s
                scrape_configs:
                  - job_name: sluice
                    static_configs:
                      - targets: ['%s']
                """.formatted(Alerts.FILE, target));
        process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("prometheus.log").toFile())
                .start();
    }

    /** Whether Debian's package is there. */
    static boolean isInstalled() {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of)
                .anyMatch(folder -> Files.isExecutable(folder.resolve("prometheus"))
                        && Files.isExecutable(folder.resolve("promtool")));
    }

    /** Lets {@code promtool} judge; returns what it says. */
    static String promtool(String how, String what, Path file) throws IOException, InterruptedException {
        Process promtool = new ProcessBuilder("promtool", how, what, file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), UTF_8);
        assertThat(promtool.waitFor()).as(said).isZero();
        return said;
    }

    boolean answers() throws InterruptedException {
        assertThat(process.isAlive()).isTrue();
        try {
            return get("/-/ready").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** What an expression gives now. */
    JsonNode query(String expression) throws IOException, InterruptedException {
        HttpResponse<String> answer = get("/api/v1/query?query=" + URLEncoder.encode(expression, UTF_8));
        assertThat(answer.statusCode()).as(expression + ": " + answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body()).at("/data/result");
    }

    /** The rules as it has loaded them. */
    JsonNode rules() throws IOException, InterruptedException {
        return new ObjectMapper().readTree(get("/api/v1/rules").body()).at("/data/groups/0/rules");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
