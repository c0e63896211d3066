package io.sluice.ingest.publish;

import io.sluice.ingest.pacing.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what stands in the cameras' {@link Outbox}es, on one thread of its own, so that no camera ever waits inside
 * Kafka's producer, let alone for another camera's partition. Cameras take turns.
 */
public final class FramePublisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FramePublisher.class);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final Producer<String, byte[]> producer;
    private final String topic;
    private final Ticker ticker;
    private final CaptureTracer tracer;
    private final Signals signals = Signals.create();
    private final List<Outbox> outboxes = new CopyOnWriteArrayList<>();
    private final BrokerHealth health;
    private final Handover handover;
    private final Thread sender = new Thread(this::run, "sluice-ingest-publisher");
    private int turn;
    private boolean closing;

    /**
     * A publisher that sends from {@link #start()} on.
     *
     * @param producer owned from here on
     * @param topic that must exist, or be created by the broker, before anything is sent
     */
    public FramePublisher(Producer<String, byte[]> producer, String topic, Ticker ticker) {
        this(producer, topic, ticker, CaptureTracer.NONE);
    }

    /** The same; {@code tracer} is told what becomes of each frame. */
    public FramePublisher(Producer<String, byte[]> producer, String topic, Ticker ticker, CaptureTracer tracer) {
        this.producer = producer;
        this.topic = topic;
        this.ticker = ticker;
        this.tracer = tracer;
        health = new BrokerHealth(ticker);
        handover = new Handover(producer, ticker, tracer, health, this::isClosing);
        sender.setDaemon(true);
        sender.setUncaughtExceptionHandler((thread, failure) -> died(failure));
    }

    public void start() {
        sender.start();
    }

    /** A new camera's way to Kafka. */
    public Outbox outbox(FrameLedger ledger, OverflowPolicy policy, long capacityBytes) {
        Outbox outbox = new Outbox(ledger, policy, capacityBytes, signals, health, tracer);
        outboxes.add(outbox);
        return outbox;
    }

    public BrokerStatus status() {
        return health.status(any(Outbox::awaitsAcknowledgement));
    }

    /** The frames that Kafka has turned down so far. */
    public Refusals refusals() {
        return health.refusals();
    }

    private boolean any(Predicate<Outbox> condition) {
        signals.lock().lock();
        try {
            return outboxes.stream().anyMatch(condition);
        } finally {
            signals.lock().unlock();
        }
    }

    private void run() {
        try {
            handover.awaitTopic(topic);
            Handover.Parcel next = take();
            while (next != null) {
                handover.send(next);
                next = take();
            }
        } catch (InterruptedException | InterruptException e) {
            // close() has run out of patience, and counts what is left as failed.
        }
    }

    /** Nothing is sent any more: what waits has failed, and cameras must not wait for room that never comes. */
    private void died(Throwable failure) {
        health.broken(failure);
        if (!(failure instanceof AuthenticationException)) {
            LOG.error("Nothing is published any more after an internal error.", failure);
        }
        underLock(() -> {
            outboxes.forEach(Outbox::close);
            outboxes.forEach(Outbox::discard);
            signals.settled().signalAll();
        });
    }

    private boolean isClosing() {
        signals.lock().lock();
        try {
            return closing;
        } finally {
            signals.lock().unlock();
        }
    }

    /** Waits for the next frame to send; null once closing and all are sent. */
    private Handover.Parcel take() throws InterruptedException {
        signals.lock().lockInterruptibly();
        try {
            while (true) {
                Handover.Parcel next = poll();
                if (next != null || (closing && outboxes.stream().noneMatch(Outbox::hasWaiting))) {
                    return next;
                }
                signals.workArrived().await();
            }
        } finally {
            signals.lock().unlock();
        }
    }

    private Handover.Parcel poll() {
        boolean quiet = outboxes.stream().noneMatch(Outbox::awaitsAcknowledgement);
        for (int i = 0; i < outboxes.size(); i++) {
            Outbox outbox = outboxes.get(turn);
            turn = (turn + 1) % outboxes.size();
            ProducerRecord<String, byte[]> frame = outbox.poll();
            if (frame != null) {
                if (quiet) {
                    health.asked();
                }
                return new Handover.Parcel(outbox, frame, ticker.nanos());
            }
        }
        return null;
    }

    /**
     * Waits until no frame is in flight.
     *
     * @return whether that was so before the time was over
     */
    public boolean awaitEmpty(Duration timeout) throws InterruptedException {
        long leftNanos = timeout.toNanos();
        signals.lock().lockInterruptibly();
        try {
            while (!outboxes.stream().allMatch(Outbox::isEmpty)) {
                if (leftNanos <= 0) {
                    return false;
                }
                leftNanos = signals.settled().awaitNanos(leftNanos);
            }
            return true;
        } finally {
            signals.lock().unlock();
        }
    }

    /** Takes no further frame, sends what waits for as long as that takes, at most ten seconds; the rest has failed. */
    @Override
    public void close() {
        long endNanos = ticker.nanos() + CLOSE_TIMEOUT.toNanos();
        underLock(this::refuseFrames);
        boolean interrupted = joinSender();
        underLock(() -> outboxes.forEach(Outbox::discard));
        producer.close(Duration.ofNanos(Math.max(0, endNanos - ticker.nanos())));
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void refuseFrames() {
        closing = true;
        outboxes.forEach(Outbox::close);
        signals.workArrived().signalAll();
    }

    private void underLock(Runnable action) {
        signals.lock().lock();
        try {
            action.run();
        } finally {
            signals.lock().unlock();
        }
    }

    /** Gives the sender time, unless Kafka is not there anyway; returns whether this thread was interrupted meanwhile. */
    private boolean joinSender() {
        try {
            BrokerState state = status().state();
            boolean hopeful = state != BrokerState.UNREACHABLE && state != BrokerState.BROKEN;
            sender.join(hopeful ? CLOSE_TIMEOUT.toMillis() / 2 : 1);
            sender.interrupt();
            sender.join(CLOSE_TIMEOUT.toMillis() / 4);
            return false;
        } catch (InterruptedException e) {
            sender.interrupt();
            return true;
        }
    }
}
