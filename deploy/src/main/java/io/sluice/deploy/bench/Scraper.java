package io.sluice.deploy.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Prometheus, as the process sees it. */
final class Scraper implements Watcher {
    private final HttpClient client;
    private final HttpRequest request;
    private final LongSupplier nanoTime;
    private final List<Double> millis = new ArrayList<>();
    private int bytes;

    /**
     * @param metrics address of the meters
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    Scraper(HttpClient client, URI metrics, LongSupplier nanoTime) {
        this.client = client;
        this.request = HttpRequest.newBuilder(metrics).build();
        this.nanoTime = nanoTime;
    }

    @Override
    public void look() {
        long fromNanos = nanoTime.getAsLong();
        try {
            HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(
                        "Expected status 200 of " + request.uri() + ", found " + answer.statusCode() + ".");
            }
            bytes = answer.body().length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        millis.add((nanoTime.getAsLong() - fromNanos) / 1e6);
    }

    /** How long each scrape took since the last call, as the scraper sees it. */
    List<Double> takeMillis() {
        List<Double> taken = List.copyOf(millis);
        millis.clear();
        return taken;
    }

    /** Length of the last answer. */
    int bytes() {
        return bytes;
    }
}
