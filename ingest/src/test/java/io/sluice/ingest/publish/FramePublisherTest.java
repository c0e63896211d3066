package io.sluice.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ingest.pacing.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FramePublisherTest {
    private static final int FRAME_BYTES = 1000;

    /** Ten frames, of which the producer may have two at a time. */
    private static final long CAPACITY_BYTES = 10 * FRAME_BYTES;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final MockProducer<String, byte[]> kafka =
            new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer());
    private final FramePublisher publisher = new FramePublisher(kafka, "frames", Ticker.system());
    private final FrameLedger ledger = new FrameLedger();

    @AfterEach
    void close() {
        publisher.close();
    }

    @Test
    void framesArePublishedInOrderAndCountWhenAcknowledged() throws Exception {
        Outbox outbox = publisher.outbox(ledger, OverflowPolicy.BLOCK, CAPACITY_BYTES);
        publisher.start();

        put(outbox, 0, 5);
        await(() -> kafka.history().size() == 2);
        FrameCounts before = ledger.counts();
        acknowledgeUntil(() -> ledger.counts().published() == 5);

        assertThat(before).isEqualTo(new FrameCounts(5, 0, 0, 0));
        assertThat(before.inFlight()).isEqualTo(5);
        assertThat(numbers()).containsExactly(0, 1, 2, 3, 4);
        assertThat(publisher.awaitEmpty(PATIENCE)).isTrue();
        assertThat(publisher.status()).isEqualTo(new BrokerStatus(BrokerState.CONNECTED, ""));
    }

    @Test
    void aFullBufferShedsTheOldestUnsentFramesAndCountsThem() throws Exception {
        Outbox outbox = publisher.outbox(ledger, OverflowPolicy.SHED_OLDEST, CAPACITY_BYTES);
        publisher.start();
        put(outbox, 0, 2);
        await(() -> kafka.history().size() == 2);

        put(outbox, 2, 30);
        FrameCounts full = ledger.counts();
        acknowledgeUntil(() -> ledger.counts().inFlight() == 0);

        assertThat(full.shed()).isEqualTo(20);
        assertThat(full.inFlight()).isEqualTo(10);
        assertThat(ledger.counts()).isEqualTo(new FrameCounts(30, 10, 20, 0));
        assertThat(numbers()).containsExactly(0, 1, 22, 23, 24, 25, 26, 27, 28, 29);
    }

    @Test
    void aFullBufferBlocksUntilThereIsRoom() throws Exception {
        Outbox outbox = publisher.outbox(ledger, OverflowPolicy.BLOCK, CAPACITY_BYTES);
        publisher.start();
        put(outbox, 0, 10);

        CompletableFuture<Void> eleventh = CompletableFuture.runAsync(() -> putQuietly(outbox, 10));
        boolean blocked = isUnfinishedFor(eleventh, Duration.ofMillis(100));
        acknowledgeUntil(eleventh::isDone);
        acknowledgeUntil(() -> ledger.counts().inFlight() == 0);

        assertThat(blocked).isTrue();
        assertThat(ledger.counts()).isEqualTo(new FrameCounts(11, 11, 0, 0));
    }

    @Test
    void oneCamerasFullBufferDoesNotHoldUpAnother() throws Exception {
        Outbox full = publisher.outbox(ledger, OverflowPolicy.BLOCK, CAPACITY_BYTES);
        FrameLedger otherLedger = new FrameLedger();
        Outbox other = publisher.outbox(otherLedger, OverflowPolicy.BLOCK, CAPACITY_BYTES);
        publisher.start();
        put(full, 0, 10);

        otherLedger.captured();
        other.put(frame(77));

        await(() -> numbers().contains(77));
        acknowledgeUntil(() -> ledger.counts().inFlight() == 0);
    }

    @Test
    void aFrameThatKafkaRefusesHasFailedAndIsToldOf() throws Exception {
        Outbox outbox = publisher.outbox(ledger, OverflowPolicy.BLOCK, CAPACITY_BYTES);
        publisher.start();
        put(outbox, 0, 1);
        await(() -> kafka.history().size() == 1);

        kafka.errorNext(new RecordTooLargeException("1000 bytes"));

        assertThat(ledger.counts()).isEqualTo(new FrameCounts(1, 0, 0, 1));
        assertThat(publisher.status().state()).isEqualTo(BrokerState.REFUSING);
        assertThat(publisher.status().message()).contains("too large").contains("max.message.bytes");
    }

    @Test
    void aFrameLargerThanTheBufferHasFailed() throws Exception {
        Outbox outbox = publisher.outbox(ledger, OverflowPolicy.BLOCK, FRAME_BYTES - 1);
        publisher.start();

        put(outbox, 0, 1);

        assertThat(ledger.counts()).isEqualTo(new FrameCounts(1, 0, 0, 1));
    }

    @Test
    void framesWaitWhileKafkaIsAwayAndNothingIsLost() throws Exception {
        kafka.partitionsForException = new org.apache.kafka.common.errors.TimeoutException("no broker");
        Outbox outbox = publisher.outbox(ledger, OverflowPolicy.BLOCK, CAPACITY_BYTES);
        publisher.start();
        put(outbox, 0, 1);
        await(() -> publisher.status().state() == BrokerState.UNREACHABLE);
        String message = publisher.status().message();
        assertThat(kafka.history()).isEmpty();

        kafka.partitionsForException = null;
        acknowledgeUntil(() -> ledger.counts().published() == 1);

        assertThat(message).isEqualTo("Kafka cannot be reached, or lacks the topic: no broker");
        assertThat(publisher.status().state()).isEqualTo(BrokerState.CONNECTED);
    }

    @Test
    void aFrameThatTheProducerDoesNotTakeInTimeIsOfferedAgain() throws Exception {
        Outbox outbox = publisher.outbox(ledger, OverflowPolicy.BLOCK, CAPACITY_BYTES);
        publisher.start();
        await(() -> publisher.status().state() == BrokerState.CONNECTED);

        kafka.sendException = new org.apache.kafka.common.errors.TimeoutException("no metadata");
        put(outbox, 0, 1);
        await(() -> publisher.status().state() == BrokerState.UNREACHABLE);
        kafka.sendException = null;
        acknowledgeUntil(() -> ledger.counts().published() == 1);

        assertThat(ledger.counts()).isEqualTo(new FrameCounts(1, 1, 0, 0));
        assertThat(publisher.refusals()).isEqualTo(Refusals.NONE);
    }

    @Test
    void closingCountsWhatCannotBeSentAsFailed() throws Exception {
        kafka.partitionsForException = new org.apache.kafka.common.errors.TimeoutException("no broker");
        Outbox outbox = publisher.outbox(ledger, OverflowPolicy.BLOCK, CAPACITY_BYTES);
        publisher.start();
        put(outbox, 0, 3);

        publisher.close();
        put(outbox, 3, 4);

        assertThat(ledger.counts()).isEqualTo(new FrameCounts(4, 0, 0, 4));
    }

    @Test
    void whatIsUnansweredWhenItIsClosedKafkaHasNotRefused() throws Exception {
        Outbox outbox = publisher.outbox(ledger, OverflowPolicy.BLOCK, CAPACITY_BYTES);
        publisher.start();
        put(outbox, 0, 1);
        await(() -> kafka.history().size() == 1);

        publisher.close();
        kafka.errorNext(new KafkaException("Producer is closed forcefully."));

        assertThat(ledger.counts()).isEqualTo(new FrameCounts(1, 0, 0, 1));
        assertThat(publisher.refusals()).isEqualTo(Refusals.NONE);
        assertThat(publisher.status())
                .isEqualTo(new BrokerStatus(
                        BrokerState.UNREACHABLE, "Kafka had not acknowledged all frames when they were given up."));
    }

    @Test
    void anInternalErrorIsToldAndBlocksNobody() throws Exception {
        kafka.sendException = new IllegalArgumentException("boom");
        Outbox outbox = publisher.outbox(ledger, OverflowPolicy.BLOCK, CAPACITY_BYTES);
        publisher.start();

        put(outbox, 0, 30);

        assertThat(publisher.awaitEmpty(PATIENCE)).isTrue();
        assertThat(ledger.counts()).isEqualTo(new FrameCounts(30, 0, 0, 30));
        await(() -> publisher.status().message().contains("internal error"));
        assertThat(publisher.status().message()).contains("boom");
    }

    @Test
    void closingAfterARefusedFrameStillSendsTheOthers() throws Exception {
        Outbox outbox = publisher.outbox(ledger, OverflowPolicy.BLOCK, CAPACITY_BYTES);
        publisher.start();
        put(outbox, 0, 10);
        await(() -> kafka.errorNext(new RecordTooLargeException("1000 bytes")));

        CompletableFuture<Void> closed = CompletableFuture.runAsync(publisher::close);
        acknowledgeUntil(() -> ledger.counts().inFlight() == 0);
        closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        assertThat(ledger.counts()).isEqualTo(new FrameCounts(10, 9, 0, 1));
    }

    private void put(Outbox outbox, int from, int to) throws InterruptedException {
        for (int number = from; number < to; number++) {
            ledger.captured();
            outbox.put(frame(number));
        }
    }

    private void putQuietly(Outbox outbox, int number) {
        try {
            put(outbox, number, number + 1);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ProducerRecord<String, byte[]> frame(int number) {
        byte[] value = new byte[FRAME_BYTES];
        value[0] = (byte) number;
        return new ProducerRecord<>("frames", "camera", value);
    }

    private List<Integer> numbers() {
        return kafka.history().stream().map(record -> (int) record.value()[0]).toList();
    }

    private void acknowledgeUntil(BooleanSupplier condition) {
        await(() -> {
            kafka.completeNext();
            return condition.getAsBoolean();
        });
    }

    private static boolean isUnfinishedFor(CompletableFuture<Void> future, Duration time) throws Exception {
        try {
            future.get(time.toMillis(), TimeUnit.MILLISECONDS);
            return false;
        } catch (TimeoutException e) {
            return true;
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("patience").isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
