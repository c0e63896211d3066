package io.sluice.deploy.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.inference.metrics.Meters;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VitalsTest {
    private final Vitals vitals = new Vitals(new Meters(), "The model is being loaded.");
    private WebServer server;

    @BeforeEach
    void open() {
        server = new WebServer(
                new WebSettings(InetAddress.getLoopbackAddress(), 0, Optional.of(new AccessToken("0123456789abcdef"))),
                vitals.parts());
    }

    @AfterEach
    void close() {
        server.close();
        vitals.close();
    }

    @Test
    void whatIsNotReadySaysWhy() throws Exception {
        HttpResponse<String> answer = get("health/ready");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("{\"ready\":false,\"reason\":\"The model is being loaded.\"}");
        assertThat(get("health/live").statusCode()).isEqualTo(200);
        assertThat(get("metrics").body()).contains("\nsluice_ready 0.0\n");
    }

    @Test
    void whatIsReadySaysSo() throws Exception {
        vitals.health().follow(() -> Health.State.ready("Frames are being answered."));

        assertThat(get("health/ready").statusCode()).isEqualTo(200);
        assertThat(get("metrics").body()).contains("\nsluice_ready 1.0\n");
    }

    @Test
    void metersAreServedAsPrometheusReadsThemAndWithoutAToken() throws Exception {
        HttpResponse<String> answer = get("metrics");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue(Meters.CONTENT_TYPE);
        assertThat(answer.body())
                .contains("jvm_memory_used_bytes{", "process_resident_memory_bytes ", "process_cpu_usage ");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.address() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
