package io.sluice.deploy.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.javalin.config.JavalinConfig;
import io.sluice.deploy.OperatorException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebServerTest {
    private static final String TOKEN = "0123456789abcdef";

    private final HttpClient client = HttpClient.newHttpClient();
    private WebServer server;

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void withoutATokenTheMachinesOwnBrowserIsServed() throws Exception {
        listen(Optional.empty());

        assertThat(send(get("/secret")).statusCode()).isEqualTo(200);
    }

    @Test
    void withATokenNobodySeesAnythingWithoutIt() throws Exception {
        listen(Optional.of(new AccessToken(TOKEN)));

        assertThat(send(get("/secret")).statusCode()).isEqualTo(401);
        assertThat(send(get("/secret").header("Authorization", "Bearer 0123456789abcdeX"))
                        .statusCode())
                .isEqualTo(401);
        assertThat(send(get("/secret").header("Authorization", "Bearer " + TOKEN))
                        .statusCode())
                .isEqualTo(200);
        assertThat(send(get("/open")).statusCode()).isEqualTo(200);
    }

    @Test
    void aBrowserGetsACookieForTheToken() throws Exception {
        listen(Optional.of(new AccessToken(TOKEN)));

        HttpResponse<String> refused = send(post("/session", "something else"));
        HttpResponse<String> signedIn = send(post("/session", TOKEN));

        assertThat(refused.statusCode()).isEqualTo(401);
        String cookie = signedIn.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("HttpOnly").contains("SameSite=Strict");
        assertThat(send(get("/secret").header("Cookie", cookie.substring(0, cookie.indexOf(';'))))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void withoutATokenThereIsNothingToRemember() throws Exception {
        listen(Optional.empty());

        HttpResponse<String> answer = send(post("/session", "anything; at=all"));

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {";", ",", "\"", "\\", " ", "\u00e9"})
    void aTokenThatNoCookieHoldsIsRefused(String character) {
        assertThatThrownBy(() -> new AccessToken(TOKEN + character))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining(TOKEN);
    }

    @ParameterizedTest
    @CsvSource({"cross-site, 403", "same-site, 403", "same-origin, 200", "none, 200"})
    void aPageOfAnotherSiteOrPortSeesNothing(String site, int status) throws Exception {
        listen(Optional.empty());

        assertThat(send(get("/secret").header("Sec-Fetch-Site", site)).statusCode())
                .isEqualTo(status);
    }

    @Test
    void noPageElsewhereCanEmbedWhatIsServed() throws Exception {
        listen(Optional.empty());

        var headers = send(get("/open")).headers();

        assertThat(headers.firstValue("Cross-Origin-Resource-Policy")).contains("same-origin");
        assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
                .contains("base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'");
    }

    @Test
    void aPageOfAnotherSiteChangesNothing() throws Exception {
        listen(Optional.empty());

        assertThat(send(post("/change", "").header("Origin", "https://elsewhere.example"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(send(post("/change", "").header("Origin", "http://localhost:" + server.port()))
                        .statusCode())
                .isEqualTo(200);
        assertThat(send(post("/change", "")).statusCode()).isEqualTo(200);
    }

    @Test
    void aRouteThatNamesNobodyIsRefusedToAll() throws Exception {
        listen(Optional.empty());

        assertThat(send(get("/forgotten")).statusCode()).isEqualTo(403);
    }

    @Test
    void aTakenPortIsNamed() {
        listen(Optional.empty());
        WebSettings same = new WebSettings(InetAddress.getLoopbackAddress(), server.port(), Optional.empty());

        assertThatThrownBy(() -> new WebServer(same, List.of()))
                .isInstanceOf(PortTakenException.class)
                .hasMessageContaining(Integer.toString(server.port()));
    }

    @Test
    void anAddressOfAnotherMachineIsNotATakenPort() throws UnknownHostException {
        WebSettings elsewhere =
                new WebSettings(InetAddress.getByName("192.0.2.1"), 8090, Optional.of(new AccessToken(TOKEN)));

        assertThatThrownBy(() -> new WebServer(elsewhere, List.of()))
                .isInstanceOf(OperatorException.class)
                .isNotInstanceOf(PortTakenException.class)
                .hasMessage("Port 8090 of 192.0.2.1 cannot be listened on: this machine has no such address.");
    }

    @Test
    void beyondTheLoopbackInterfaceATokenIsNeeded() throws UnknownHostException {
        InetAddress everywhere = InetAddress.getByName("0.0.0.0");

        assertThatThrownBy(() -> new WebSettings(everywhere, 0, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0.0.0.0");
    }

    private void listen(Optional<AccessToken> token) {
        server = new WebServer(
                new WebSettings(InetAddress.getLoopbackAddress(), 0, token), List.of(WebServerTest::addRoutes));
    }

    private static void addRoutes(JavalinConfig config) {
        config.routes.get("/open", request -> request.result("open"), Access.ANYONE);
        config.routes.get("/secret", request -> request.result("secret"), Access.VIEWER);
        config.routes.post("/change", request -> request.result("changed"), Access.OPERATOR);
        config.routes.get("/forgotten", request -> request.result("forgotten"));
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
}
