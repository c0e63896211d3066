package io.sluice.deploy.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Asks the running command to end in its own time: close what it holds, print its summary, return. Ctrl-C and SIGTERM ask;
 * so may tests and other threads.
 */
public final class StopSignal {
    /** An operator who has waited this long wants the process gone. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    /** A signal that is given when this process is told to end, which then waits for {@link #ended}. */
    static StopSignal ofProcess() {
        StopSignal stop = new StopSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(stop::requestAndAwaitEnd, "stop"));
        return stop;
    }

    private void requestAndAwaitEnd() {
        request();
        interruptibly(() -> ended.await(GRACE.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Asks the command to end. */
    public void request() {
        requested.countDown();
    }

    /** Whether the command has been asked to end. */
    public boolean requested() {
        return requested.getCount() == 0;
    }

    /** Waits until the command is asked to end. */
    public void await() {
        interruptibly(requested::await);
    }

    /** Waits until the command is asked to end, {@code limit} at most; see {@link #requested} for which of the two. */
    public void await(Duration limit) {
        interruptibly(() -> requested.await(limit.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** The command has returned and all is written; the process may go. */
    void ended() {
        ended.countDown();
    }

    private interface Wait {
        void run() throws InterruptedException;
    }

    /** An interrupt ends the wait and stays set. */
    private static void interruptibly(Wait wait) {
        try {
            wait.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
