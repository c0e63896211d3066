package io.sluice.deploy.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;

/**
 * A browser that shows the console, as the process sees it: the event stream, and each second a picture of each tile that can
 * be seen. What a browser does with them it does on another machine.
 */
final class PageViewer implements Watcher {
    private final HttpClient client;
    private final List<HttpRequest> pictures;
    private final CompletableFuture<Void> stream = new CompletableFuture<>();

    /**
     * Looks from here on.
     *
     * @param server address of the console's server
     * @param tiles that can be seen at once: cameras, the first of {@link StoredFrames}
     */
    PageViewer(HttpClient client, URI server, int tiles) {
        this.client = client;
        this.pictures = IntStream.range(0, tiles)
                .mapToObj(tile -> HttpRequest.newBuilder(
                                server.resolve("console/api/picture?camera=" + StoredFrames.camera(tile)))
                        .build())
                .toList();
        open(HttpRequest.newBuilder(server.resolve("console/api/stream"))
                .header("Accept", "text/event-stream")
                .build());
    }

    private void open(HttpRequest request) {
        try {
            HttpResponse<Flow.Publisher<List<ByteBuffer>>> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofPublisher());
            answer.body().subscribe(new UntilClosed());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads what comes, for nothing. */
    private final class UntilClosed implements Flow.Subscriber<List<ByteBuffer>> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            var unused = stream.whenComplete((closed, failure) -> subscription.cancel());
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> item) {}

        @Override
        public void onError(Throwable failure) {
            stream.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            stream.complete(null);
        }
    }

    /** Fails where the stream has ended: then nobody would have looked. */
    @Override
    public void look() {
        if (stream.isDone()) {
            throw new IllegalStateException("The console's event stream has ended while it was looked at.");
        }
        for (HttpRequest picture : pictures) {
            var unused = client.sendAsync(picture, HttpResponse.BodyHandlers.discarding());
        }
    }

    @Override
    public void close() {
        stream.complete(null);
    }
}
