package io.sluice.ingest.publish;

import io.sluice.ingest.pacing.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Hands frames over to Kafka's producer, each however often that takes, and settles with their outboxes what became of them.
 * Used by the publisher's thread; what the producer has to say of a frame later comes on the producer's own.
 */
final class Handover {
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

    private final Producer<String, byte[]> producer;
    private final Ticker ticker;
    private final CaptureTracer tracer;
    private final BrokerHealth health;
    private final BooleanSupplier closing;

    /**
     * A frame on its way.
     *
     * @param takenNanos when it was taken from its outbox
     */
    record Parcel(Outbox from, ProducerRecord<String, byte[]> frame, long takenNanos) {}

    /**
     * @param producer stays the caller's
     * @param closing whether the publisher ends
     */
    Handover(
            Producer<String, byte[]> producer,
            Ticker ticker,
            CaptureTracer tracer,
            BrokerHealth health,
            BooleanSupplier closing) {
        this.producer = producer;
        this.ticker = ticker;
        this.tracer = tracer;
        this.health = health;
        this.closing = closing;
    }

    /** Asks until there is a topic: a frame sent earlier would only age inside the producer. */
    void awaitTopic(String topic) throws InterruptedException {
        while (!closing.getAsBoolean()) {
            try {
                producer.partitionsFor(topic);
                health.answered();
                return;
            } catch (InterruptException | AuthenticationException e) {
                throw e;
            } catch (KafkaException e) {
                health.refused(e);
                ticker.pause(RETRY_PAUSE.toNanos());
            }
        }
        throw new InterruptedException("closed before Kafka answered");
    }

    /**
     * Hands a frame over, however often it takes. Where no broker can be reached, the producer forgets what it knew of the
     * topic, and takes no frame before it knows that again.
     */
    void send(Parcel parcel) throws InterruptedException {
        try {
            while (!isTaken(parcel)) {
                ticker.pause(RETRY_PAUSE.toNanos());
            }
        } catch (InterruptedException | InterruptException e) {
            settle(parcel, null, e);
            throw e;
        }
    }

    /** Whether the producer takes the frame, or refuses it for good. */
    private boolean isTaken(Parcel parcel) {
        try {
            return isSent(parcel);
        } catch (InterruptException e) {
            throw e;
        } catch (TimeoutException e) {
            health.refused(e);
            return false;
        } catch (KafkaException | IllegalStateException e) {
            settle(parcel, null, e);
            return true;
        } catch (RuntimeException e) {
            // Nothing that Kafka announces: the frame is accounted for, and the sender ends.
            settle(parcel, null, e);
            throw e;
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback hears the same
    private boolean isSent(Parcel parcel) {
        Thread sender = Thread.currentThread();
        AtomicBoolean notYet = new AtomicBoolean();
        producer.send(parcel.frame(), (metadata, failure) -> {
            // From within send(), on this thread: the producer has not even taken it.
            boolean waited = failure instanceof TimeoutException && Thread.currentThread() == sender;
            notYet.set(waited);
            if (waited) {
                health.refused(failure);
            } else {
                settle(parcel, metadata, failure);
            }
        });
        return !notYet.get();
    }

    /** @param metadata where Kafka has put the frame; says nothing if {@code failure} is not null */
    private void settle(Parcel parcel, RecordMetadata metadata, Exception failure) {
        int bytes = parcel.frame().value().length;
        if (failure == null) {
            health.answered();
            tracer.acknowledged(parcel.frame(), metadata);
            parcel.from().published(bytes, ticker.nanos() - parcel.takenNanos());
        } else {
            tell(failure);
            tracer.lost(parcel.frame(), failure.toString());
            parcel.from().failed(bytes);
        }
    }

    /** What the client fails because it is being closed, Kafka has not refused. */
    private void tell(Exception failure) {
        if (closing.getAsBoolean() && !(failure instanceof ApiException)) {
            health.leftUnanswered();
        } else {
            health.refusedFrame(failure);
        }
    }
}
