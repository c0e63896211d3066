package io.sluice.deploy.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Serves files by path, as the hub does, with all that may go wrong on the way. */
final class FileServer implements AutoCloseable {
    private static final int NO_BODY = -1;

    private final HttpServer http;
    private final Map<String, Served> files = new HashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /** What is done for a path. */
    @FunctionalInterface
    interface Served {
        void answer(HttpExchange exchange) throws IOException;
    }

    FileServer() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", exchange -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            requests.add(exchange.getRequestURI().getPath() + (range == null ? "" : " " + range));
            files.getOrDefault(exchange.getRequestURI().getPath(), status(404)).answer(exchange);
            exchange.close();
        });
        http.start();
    }

    String address() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    /** Paths that were asked for, with the ranges. */
    List<String> requests() {
        return requests;
    }

    FileServer serve(String path, Served served) {
        files.put(path, served);
        return this;
    }

    static Served status(int status) {
        return exchange -> exchange.sendResponseHeaders(status, NO_BODY);
    }

    static Served redirect(String location, String... headers) {
        return exchange -> {
            exchange.getResponseHeaders().set("Location", location);
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            exchange.sendResponseHeaders(302, NO_BODY);
        };
    }

    static Served content(byte[] bytes, String tag) {
        return exchange -> send(exchange, bytes, tag, bytes.length);
    }

    static Served page(String html) {
        return exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            send(exchange, html.getBytes(StandardCharsets.UTF_8), "\"page\"", html.length());
        };
    }

    /** Gives any part that is asked for, whatever version it is to be of. */
    static Served careless(byte[] bytes, String tag) {
        return exchange -> sendFrom(start(exchange), exchange, bytes, tag, bytes.length);
    }

    /** Breaks the connection after {@code most} bytes of each answer. */
    static Served torn(byte[] bytes, String tag, int most) {
        return exchange -> send(exchange, bytes, tag, most);
    }

    /** One after the other, the last for ever. */
    static Served turns(Served... turns) {
        List<Served> left = new ArrayList<>(List.of(turns));
        return exchange -> (left.size() > 1 ? left.remove(0) : left.get(0)).answer(exchange);
    }

    private static void send(HttpExchange exchange, byte[] bytes, String tag, int most) throws IOException {
        boolean same = tag.equals(exchange.getRequestHeaders().getFirst("If-Range"));
        sendFrom(same ? start(exchange) : 0, exchange, bytes, tag, most);
    }

    /** Where the part begins that is asked for. */
    private static int start(HttpExchange exchange) {
        String range = exchange.getRequestHeaders().getFirst("Range");
        return range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
    }

    private static void sendFrom(int start, HttpExchange exchange, byte[] bytes, String tag, int most)
            throws IOException {
        exchange.getResponseHeaders().set("ETag", tag);
        if (start > 0) {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + start + "-" + (bytes.length - 1) + "/" + bytes.length);
        }
        exchange.sendResponseHeaders(start > 0 ? 206 : 200, bytes.length - start);
        exchange.getResponseBody().write(Arrays.copyOfRange(bytes, start, Math.min(bytes.length, start + most)));
        exchange.getResponseBody().flush();
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
