package io.sluice.inference.stream;

import io.sluice.inference.control.Directive;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands on what operators ask for, on a thread of its own: first all that is in force, then each change as it comes. The topic
 * is read anew after whatever goes wrong, and every few minutes, so that a topic that was made anew is noticed as well.
 *
 * <p>Kafka is waited for, but the topic only so long where there is a Kafka: without it frames are better answered by what load
 * decides than not at all.
 */
final class DirectiveFeed implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(DirectiveFeed.class);

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration REREAD = Duration.ofMinutes(5);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final DirectiveLog log;
    private final LongSupplier nanoTime;
    private final Consumer<List<Directive>> sink;
    private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    /** Why nothing can be read just now; empty when it can. */
    private volatile String said = "";

    private Optional<Long> reachedNanos = Optional.empty();

    /**
     * @param log owned from now on
     * @param instance id of the process
     * @param nanoTime a clock like {@link System#nanoTime}
     * @param sink told of what is asked for, on the feed's thread; of some a second time
     */
    DirectiveFeed(DirectiveLog log, String instance, LongSupplier nanoTime, Consumer<List<Directive>> sink) {
        this.log = log;
        this.nanoTime = nanoTime;
        this.sink = sink;
        this.thread = new Thread(this::run, "sluice-directives-" + instance);
        thread.setDaemon(true);
    }

    /** Begins to read. */
    void start() {
        thread.start();
    }

    /**
     * Completes, on the feed's thread, when all that is in force has been handed on, or was waited for long enough; fails with
     * an {@link InferenceException} when no waiting would make the topic readable.
     */
    CompletableFuture<Void> caughtUp() {
        return caughtUp.copy();
    }

    /** What is waited for, in one sentence; empty when nothing is, or nothing is known of it. */
    Optional<String> obstacle() {
        String why = said;
        return caughtUp.isDone() || why.isEmpty() ? Optional.empty() : Optional.of(waits(why));
    }

    /** Ends the thread, within seconds. */
    @Override
    public void close() {
        closing.countDown();
        log.wakeUp();
        try {
            thread.join(CLOSE_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.getState() == Thread.State.NEW) {
            log.close();
        }
    }

    private void run() {
        while (!isClosing()) {
            try {
                long sinceNanos = nanoTime.getAsLong();
                sink.accept(log.readAnew());
                sayThatItIsRead();
                caughtUp.complete(null);
                follow(sinceNanos);
            } catch (WakeupException e) {
                LOG.debug("Woken up.");
            } catch (RuntimeException e) { // whatever it is, operators must be heard again
                failed(e);
            }
        }
        log.close();
    }

    private void follow(long sinceNanos) {
        while (!isClosing() && nanoTime.getAsLong() - sinceNanos < REREAD.toNanos()) {
            List<Directive> found = log.poll();
            if (!found.isEmpty()) {
                sink.accept(found);
            }
        }
    }

    /** What ends one reading; another one follows. */
    private void failed(RuntimeException failure) {
        noteWhenReached();
        Diagnosis diagnosis = log.diagnosis(failure);
        if (diagnosis.kind() == Diagnosis.Kind.LASTING && !caughtUp.isDone()) {
            caughtUp.completeExceptionally(new InferenceException(diagnosis.sentence(), failure));
            closing.countDown();
        }
        // Who watches the brokers tells that they do not answer.
        if (!isClosing() && !(failure instanceof TimeoutException)) {
            say(String.valueOf(failure.getMessage()));
        }
        waitNoLonger();
        pause();
    }

    private void say(String why) {
        if (!why.equals(said)) {
            said = why;
            LOG.warn(
                    caughtUp.isDone()
                            ? "Directives of operators cannot be read; those that are known stay in force. " + why
                            : waits(why));
        }
    }

    private String waits(String why) {
        return "Inference waits for " + log.topic() + ": " + why;
    }

    /** Before anything is said, so that patience is not longer than what is told. */
    private void noteWhenReached() {
        if (log.isReached() && reachedNanos.isEmpty()) {
            reachedNanos = Optional.of(nanoTime.getAsLong());
        }
    }

    private void waitNoLonger() {
        boolean longEnough = reachedNanos
                .filter(since -> nanoTime.getAsLong() - since >= PATIENCE.toNanos())
                .isPresent();
        if (longEnough && !isClosing() && !caughtUp.isDone()) {
            LOG.warn(
                    "Inference begins without what operators may have asked for: {} could not be read for {} s. It goes on"
                            + " trying.",
                    log.topic(),
                    PATIENCE.toSeconds());
            caughtUp.complete(null);
        }
    }

    private void sayThatItIsRead() {
        if (!said.isEmpty()) {
            LOG.info("Directives of operators are read from {}.", log.topic());
            said = "";
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void pause() {
        try {
            var unused = closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing.countDown();
        }
    }
}
