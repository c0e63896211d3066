package io.sluice.deploy.traces;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.function.Consumer;

/**
 * Posts spans with the JDK's own HTTP client, each batch once: what fails is lost. Answers are read for their status only, and
 * no redirection is followed.
 */
final class JdkHttpSender implements HttpSender {
    private final HttpSenderConfig config;
    private final HttpClient client;

    JdkHttpSender(HttpSenderConfig config) {
        this.config = config;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(config.getConnectTimeout());
        client = builder.build();
    }

    @Override
    public void send(MessageWriter message, Consumer<HttpResponse> answered, Consumer<Throwable> failed) {
        HttpRequest request;
        try {
            request = request(message);
        } catch (IOException e) {
            failed.accept(e);
            return;
        }
        var unused = client.sendAsync(request, BodyHandlers.discarding()).whenComplete((response, failure) -> {
            if (failure == null) {
                answered.accept(new Status(response.statusCode()));
            } else {
                failed.accept(failure);
            }
        });
    }

    private HttpRequest request(MessageWriter message) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream(Math.max(32, message.getContentLength()));
        message.writeMessage(body);
        HttpRequest.Builder request = HttpRequest.newBuilder(config.getEndpoint())
                .timeout(config.getTimeout())
                .header("Content-Type", config.getContentType())
                .POST(BodyPublishers.ofByteArray(body.toByteArray()));
        config.getHeadersSupplier()
                .get()
                .forEach((name, values) -> values.forEach(value -> request.header(name, value)));
        return request.build();
    }

    @Override
    public CompletableResultCode shutdown() {
        return CompletableResultCode.ofSuccess();
    }

    /** An answer without what else it may have said. */
    private record Status(int code) implements HttpResponse {
        @Override
        public int getStatusCode() {
            return code;
        }

        @Override
        public String getStatusMessage() {
            return "HTTP status " + code;
        }

        @Override
        public byte[] getResponseBody() {
            return new byte[0];
        }
    }
}
