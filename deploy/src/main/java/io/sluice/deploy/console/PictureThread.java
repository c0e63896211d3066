package io.sluice.deploy.console;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A thread that works with pictures, for as long as there is something to do. Submit from any thread. */
final class PictureThread implements AutoCloseable {
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final PictureShrinker shrinker = new PictureShrinker();
    private final ThreadPoolExecutor thread;

    /**
     * @param name of the thread
     * @param mostWaiting pieces of work that may wait for it; at least 1
     */
    PictureThread(String name, int mostWaiting) {
        thread = new ThreadPoolExecutor(
                0, 1, IDLE.toSeconds(), TimeUnit.SECONDS, new ArrayBlockingQueue<>(mostWaiting), task -> {
                    Thread made = new Thread(task, name);
                    made.setDaemon(true);
                    return made;
                });
    }

    /**
     * Does {@code work} when there is time. What comes fails as the work does, and with {@link RejectedExecutionException}
     * where too much waits or this has been closed.
     */
    <T> CompletableFuture<T> submit(Function<PictureShrinker, T> work) {
        try {
            return CompletableFuture.supplyAsync(() -> work.apply(shrinker), thread);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Waits a moment for what is being done; what has not begun never ends. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (thread.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                shrinker.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
