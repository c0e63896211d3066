package io.sluice.deploy.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Takes spans as any receiver of OpenTelemetry does: OTLP over HTTP, in Protocol Buffers. */
final class OtlpReceiver implements AutoCloseable {
    private static final int STRING = 1;
    private static final int INTEGER = 3;

    private final HttpServer server;
    private final List<ReceivedSpan> spans = new CopyOnWriteArrayList<>();

    /**
     * A span as it was sent.
     *
     * @param parent empty for the first of a trace
     * @param kind 1 internal, 4 producer, 5 consumer
     */
    record ReceivedSpan(
            String service,
            String trace,
            String id,
            String parent,
            String name,
            long kind,
            long startNanos,
            long endNanos,
            Map<String, Object> attributes) {}

    OtlpReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces");
    }

    List<ReceivedSpan> spans() {
        return List.copyOf(spans);
    }

    private void take(HttpExchange exchange) throws IOException {
        WireMessage request = WireMessage.of(exchange.getRequestBody().readAllBytes());
        request.messages(1).flatMap(OtlpReceiver::spansOf).forEach(spans::add);
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    /** Of one ResourceSpans. */
    private static Stream<ReceivedSpan> spansOf(WireMessage resourceSpans) {
        Map<String, Object> resource =
                attributes(resourceSpans.messages(1).findFirst().orElseThrow(), 1);
        String service = resource.get("service.name").toString();
        return resourceSpans.messages(2).flatMap(scope -> scope.messages(2)).map(span -> span(service, span));
    }

    private static ReceivedSpan span(String service, WireMessage span) {
        return new ReceivedSpan(
                service,
                hex(span, 1),
                hex(span, 2),
                hex(span, 4),
                new String(span.bytes(5), UTF_8),
                span.number(6),
                span.number(7),
                span.number(8),
                attributes(span, 9));
    }

    private static String hex(WireMessage span, int field) {
        return HexFormat.of().formatHex(span.bytes(field));
    }

    private static Map<String, Object> attributes(WireMessage of, int field) {
        return of.messages(field)
                .collect(Collectors.toMap(
                        attribute -> new String(attribute.bytes(1), UTF_8),
                        attribute -> value(attribute.messages(2).findFirst().orElseThrow())));
    }

    private static Object value(WireMessage any) {
        return any.has(INTEGER) ? any.number(INTEGER) : new String(any.bytes(STRING), UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
