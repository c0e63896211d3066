package io.sluice.deploy.cli;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the running command to end in its own time: close what it holds, print its summary, return. Ctrl-C and SIGTERM ask;
 * so may tests and other threads.
 */
public final class StopSignal {
    /** An operator who has waited this long wants the process gone. */
    private static final Duration GRACE = Duration.ofSeconds(45);

    private final CompletableFuture<Void> requested = new CompletableFuture<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile OptionalInt signal = OptionalInt.empty();

    /**
     * A signal that is given when this process is told to end. The process goes on until the command has {@link #ended}; to
     * be told twice ends it at once.
     */
    static StopSignal ofProcess() {
        StopSignal stop = new StopSignal();
        new ProcessSignals(stop::signalled).handle("INT", "TERM");
        Runtime.getRuntime().addShutdownHook(new Thread(stop::requestAndAwaitEnd, "stop"));
        return stop;
    }

    /** The process was told to end by the signal {@code number}; for the second time, it does at once. */
    void signalled(int number) {
        if (requested()) {
            Runtime.getRuntime().halt(status(number));
        }
        signal = OptionalInt.of(number);
        request();
    }

    private static int status(int signal) {
        return 128 + signal;
    }

    /** What the process ends with: {@code status}, but 128 and the number of the signal that ended what went well. */
    int statusOr(int status) {
        return status == 0 && signal.isPresent() ? status(signal.getAsInt()) : status;
    }

    private void requestAndAwaitEnd() {
        request();
        interruptibly(() -> ended.await(GRACE.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Asks the command to end. */
    public void request() {
        requested.complete(null);
    }

    /** Whether the command has been asked to end. */
    public boolean requested() {
        return requested.isDone();
    }

    /** Waits until the command is asked to end. */
    public void await() {
        interruptibly(requested::get);
    }

    /** Waits until the command is asked to end, {@code limit} at most; see {@link #requested} for which of the two. */
    public void await(Duration limit) {
        interruptibly(() -> requested.get(limit.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Waits until the command is asked to end or {@code event} completes, in whichever way. */
    public void awaitOr(CompletableFuture<?> event) {
        CompletableFuture<?> either = CompletableFuture.anyOf(requested, event.exceptionally(failure -> null));
        interruptibly(either::get);
    }

    /**
     * Waits until the command is asked to end; returns then.
     *
     * @param running completes when a service is at work
     * @param ended completes when it has ended, exceptionally where it failed
     * @param ready called once it is at work
     * @throws java.util.concurrent.CompletionException with what ended the service otherwise
     */
    void awaitWhile(CompletableFuture<?> running, CompletableFuture<?> ended, Runnable ready) {
        awaitOr(CompletableFuture.anyOf(running, ended));
        if (running.isDone() && !ended.isDone()) {
            ready.run();
        }
        awaitOr(ended);
        ended.getNow(null);
    }

    /** The command has returned and all is written; the process may go. */
    void ended() {
        ended.countDown();
    }

    private interface Wait {
        void run() throws InterruptedException, ExecutionException, TimeoutException;
    }

    /** An interrupt ends the wait and stays set. */
    private static void interruptibly(Wait wait) {
        try {
            wait.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            // As long as was asked for.
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // nothing here fails
        }
    }
}
