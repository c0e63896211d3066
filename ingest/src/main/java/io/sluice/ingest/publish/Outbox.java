package io.sluice.ingest.publish;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * One camera's way to Kafka: frames that wait, and frames that Kafka's producer has and has not acknowledged. Both
 * together never hold more than {@code capacityBytes}. Only a quarter of that goes to the producer at a time, since it
 * gives nothing back: what waits here can still be shed.
 *
 * <p>All outboxes share the publisher's lock.
 */
public final class Outbox {
    private static final int SHARE_OF_PRODUCER = 4;
    private static final String ENDING = "ingest is ending";

    private final FrameLedger ledger;
    private final OverflowPolicy policy;
    private final long capacityBytes;
    private final Lock lock;
    private final Condition roomMade;
    private final Signals signals;
    private final BrokerHealth health;
    private final CaptureTracer tracer;
    private final Deque<ProducerRecord<String, byte[]>> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private long handedOverBytes;
    private boolean closed;

    Outbox(
            FrameLedger ledger,
            OverflowPolicy policy,
            long capacityBytes,
            Signals signals,
            BrokerHealth health,
            CaptureTracer tracer) {
        this.ledger = ledger;
        this.policy = policy;
        this.capacityBytes = capacityBytes;
        this.signals = signals;
        this.health = health;
        this.tracer = tracer;
        lock = signals.lock();
        roomMade = lock.newCondition();
    }

    /**
     * Takes over a captured frame; from here on it is published, shed or failed. Waits for room under {@link
     * OverflowPolicy#BLOCK}.
     *
     * @throws InterruptedException if interrupted while waiting; the frame has failed then
     */
    public void put(ProducerRecord<String, byte[]> frame) throws InterruptedException {
        lock.lock();
        try {
            if (frame.value().length > capacityBytes) {
                ledger.failed();
                tracer.lost(frame, "larger than its camera's buffer");
                health.tooLargeForBuffer(frame.value().length, capacityBytes);
                return;
            }
            awaitRoom(frame);
            if (closed) {
                ledger.failed();
                tracer.lost(frame, ENDING);
                return;
            }
            waiting.addLast(frame);
            waitingBytes += frame.value().length;
            shedWhatIsTooMuch();
            signals.workArrived().signal();
        } finally {
            lock.unlock();
        }
    }

    private void awaitRoom(ProducerRecord<String, byte[]> frame) throws InterruptedException {
        int bytes = frame.value().length;
        try {
            while (policy == OverflowPolicy.BLOCK && !closed && heldBytes() + bytes > capacityBytes) {
                roomMade.await();
            }
        } catch (InterruptedException e) {
            ledger.failed();
            tracer.lost(frame, ENDING);
            throw e;
        }
    }

    private void shedWhatIsTooMuch() {
        while (heldBytes() > capacityBytes) {
            ProducerRecord<String, byte[]> oldest = waiting.removeFirst();
            waitingBytes -= oldest.value().length;
            ledger.shed();
            tracer.lost(oldest, "shed: Kafka takes frames too slowly");
        }
    }

    private long heldBytes() {
        return waitingBytes + handedOverBytes;
    }

    /** The next frame for the producer, oldest first; null if none waits or the producer has enough. Needs the lock. */
    ProducerRecord<String, byte[]> poll() {
        ProducerRecord<String, byte[]> next = waiting.peekFirst();
        if (next == null) {
            return null;
        }
        int bytes = next.value().length;
        if (handedOverBytes > 0 && handedOverBytes + bytes > capacityBytes / SHARE_OF_PRODUCER) {
            return null;
        }
        waiting.removeFirst();
        waitingBytes -= bytes;
        handedOverBytes += bytes;
        return next;
    }

    void published(int bytes, long nanos) {
        settle(bytes, () -> ledger.published(nanos));
    }

    void failed(int bytes) {
        settle(bytes, ledger::failed);
    }

    private void settle(int bytes, Runnable outcome) {
        lock.lock();
        try {
            handedOverBytes -= bytes;
            outcome.run();
            roomMade.signalAll();
            signals.workArrived().signal();
            signals.settled().signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing waits and nothing is unacknowledged. Needs the lock. */
    boolean isEmpty() {
        return heldBytes() == 0;
    }

    /** Whether frames wait that the producer does not have. Needs the lock. */
    boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    /** Whether the producer has frames that it has not acknowledged. Needs the lock. */
    boolean awaitsAcknowledgement() {
        return handedOverBytes > 0;
    }

    /** Refuses every later frame and lets go who waits for room. Needs the lock. */
    void close() {
        closed = true;
        roomMade.signalAll();
    }

    /** Gives up what still waits. Needs the lock. */
    void discard() {
        waiting.forEach(frame -> {
            ledger.failed();
            tracer.lost(frame, ENDING);
        });
        waiting.clear();
        waitingBytes = 0;
    }
}
