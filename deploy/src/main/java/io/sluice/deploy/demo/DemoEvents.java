package io.sluice.deploy.demo;

import io.sluice.inference.stream.EventService;
import io.sluice.inference.stream.events.EventLedger;
import io.sluice.inference.stream.events.EventSettings;
import io.sluice.schemas.EventPhase;
import io.sluice.schemas.LabelEvent;
import io.sluice.schemas.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** The events of a demo: made of its answers, and counted as any consumer of committed records reads them. */
final class DemoEvents implements AutoCloseable {
    /** So often it is looked whether all answers have been taken. */
    private static final Duration LOOK = Duration.ofMillis(20);

    private final TopicReader<LabelEvent> reader;
    private final EventService service;
    private final Lock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private IntervalCounts read = IntervalCounts.NONE;

    /** Reads from here on; makes nothing yet. */
    DemoEvents(Topics topics, Map<String, Object> kafka, LongSupplier nanos) {
        reader = new TopicReader<>(topics.events(), LabelEvent.class, kafka, this::accept);
        service = new EventService(EventSettings.forTopics(topics), kafka, nanos);
    }

    void start() {
        service.start();
    }

    /** Fails when events can be made or read no longer. */
    CompletableFuture<?> ended() {
        return CompletableFuture.anyOf(service.ended(), reader.ended());
    }

    private void accept(LabelEvent event) {
        lock.lock();
        try {
            read = event.getPhase() == EventPhase.STARTED ? read.withStarted() : read.withEnded();
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends when {@code answers} have been taken and what came of them has been read, or after twice {@code limit}.
     *
     * @return whether that was so before the time was over
     * @throws java.util.concurrent.CompletionException if events could not be made or read any longer
     */
    boolean finish(long answers, Duration limit) throws InterruptedException {
        boolean taken = await(() -> service.counts().answers() >= answers, limit);
        service.close();
        EventLedger.Counts made = service.counts();
        return await(() -> counts().events() >= made.started() + made.ended(), limit) && taken;
    }

    private boolean await(BooleanSupplier condition, Duration limit) throws InterruptedException {
        long leftNanos = limit.toNanos();
        lock.lockInterruptibly();
        try {
            while (!condition.getAsBoolean() && leftNanos > 0) {
                service.ended().getNow(null);
                reader.ended().getNow(null);
                long look = Math.min(leftNanos, LOOK.toNanos());
                leftNanos -= look - more.awaitNanos(look);
            }
            return condition.getAsBoolean();
        } finally {
            lock.unlock();
        }
    }

    /** What has been read so far. */
    IntervalCounts counts() {
        lock.lock();
        try {
            return read;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        service.close();
        reader.close();
    }
}
