package io.sluice.deploy.console;

import io.javalin.http.ServiceUnavailableResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Requests whose answer is still being made: so many at most, and none that a server that stops would leave behind. Each waits
 * on its own thread. Javalin's futures (7.2.3) would spare the thread, but where the browser has gone meanwhile they go on with
 * a request that is no longer there, and fail for ever on whatever thread has made the answer.
 */
final class WaitingRequests {
    /** Of the two hundred or so threads that requests have. */
    private static final int MOST = 64;

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PATIENCE_AT_END = Duration.ofMillis(2500);

    private final Semaphore places = new Semaphore(MOST);

    /**
     * Waits for what is being made.
     *
     * @throws ServiceUnavailableResponse if too many wait already, or if it takes too long
     */
    <T> T await(CompletableFuture<T> made) {
        if (!places.tryAcquire()) {
            throw new ServiceUnavailableResponse("Too many requests at a time.");
        }
        try {
            return made.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new ServiceUnavailableResponse("It takes too long: try again later.");
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServiceUnavailableResponse("The server stops.");
        } finally {
            places.release();
        }
    }

    /** Waits until all have been answered, a moment at most. */
    void awaitNone() throws InterruptedException {
        if (places.tryAcquire(MOST, PATIENCE_AT_END.toMillis(), TimeUnit.MILLISECONDS)) {
            places.release(MOST);
        }
    }
}
