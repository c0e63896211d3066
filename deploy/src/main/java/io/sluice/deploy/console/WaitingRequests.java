package io.sluice.deploy.console;

import io.javalin.http.Context;
import io.javalin.http.ServiceUnavailableResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Requests whose answer is still being made: so many at most, and none that a server that stops would leave behind. */
final class WaitingRequests {
    private static final int MOST = 256;
    private static final Duration PATIENCE = Duration.ofMillis(2500);

    private final Semaphore places = new Semaphore(MOST);

    /** Answers {@code request} when {@code made} is there, on whatever thread that is. */
    <T> void answer(Context request, CompletableFuture<T> made, Consumer<T> write) {
        if (!places.tryAcquire()) {
            throw new ServiceUnavailableResponse("Too many requests at a time.");
        }
        request.future(() -> made.thenAccept(write).whenComplete((done, failure) -> places.release()));
    }

    /** Waits until all have been answered, a moment at most. */
    void awaitNone() throws InterruptedException {
        if (places.tryAcquire(MOST, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            places.release(MOST);
        }
    }
}
