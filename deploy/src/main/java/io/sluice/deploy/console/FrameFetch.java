package io.sluice.deploy.console;

import io.sluice.schemas.AvroCodec;
import io.sluice.schemas.Frame;
import io.sluice.schemas.MalformedRecordException;
import io.sluice.schemas.RecordPosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads single frames by where they stand, on a thread of its own. Labels say where their frame stands, so that only
 * pictures that somebody looks at are read, and each is the very one that was answered. Without wishes nothing is read.
 */
final class FrameFetch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FrameFetch.class);

    /** A batch of records comes whole however little is asked for: no more than that. */
    private static final Map<String, Object> ONE_BATCH = Map.of(
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none",
            ConsumerConfig.CLIENT_ID_CONFIG, "sluice-console-frames");

    private static final Duration POLL = Duration.ofMillis(50);
    private static final long PATIENCE_NANOS = Duration.ofSeconds(2).toNanos();
    private static final int MOST_WAITING = 2 * Limits.CAMERAS;

    private final String topic;
    private final Map<String, Object> kafka;
    private final LongSupplier nanos;
    private final AvroCodec<Frame> codec = new AvroCodec<>(Frame.class);
    private final BlockingQueue<Wish> wishes = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Thread thread = new Thread(this::run, "sluice-console-frames");

    private volatile boolean closed;

    /** Ends the wait for a wish. */
    private static final Wish NONE = new Wish(new TopicPartition("", 0), 0, new CompletableFuture<>());

    private record Wish(TopicPartition partition, long offset, CompletableFuture<Optional<Frame>> frame) {}

    /**
     * Does not read yet.
     *
     * @param topic of frames
     * @param kafka client properties
     * @param nanos a clock of nanoseconds from any origin
     */
    FrameFetch(String topic, Map<String, Object> kafka, LongSupplier nanos) {
        this.topic = topic;
        this.kafka = kafka;
        this.nanos = nanos;
        thread.setDaemon(true);
    }

    /** Reads from here on. To be told twice makes no difference: a port that is taken is followed by another. */
    synchronized void start() {
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
    }

    /** The frame at {@code position}; empty if it is no longer there, is no frame, or does not come in time. */
    CompletableFuture<Optional<Frame>> fetch(RecordPosition position) {
        CompletableFuture<Optional<Frame>> frame = new CompletableFuture<>();
        TopicPartition partition = new TopicPartition(position.getTopic(), position.getPartition());
        if (!mayBe(position) || !wishes.offer(new Wish(partition, position.getOffset(), frame)) || closed) {
            frame.complete(Optional.empty());
        }
        return frame;
    }

    /** A foreign label may say that its frame stands anywhere. */
    private boolean mayBe(RecordPosition position) {
        return position.getTopic().equals(topic) && position.getPartition() >= 0 && position.getOffset() >= 0;
    }

    private void run() {
        List<Wish> open = new ArrayList<>();
        try {
            while (!closed) {
                open.add(wishes.take());
                fulfil(open);
            }
        } catch (InterruptedException e) {
            giveUp(open); // nobody does that
        }
    }

    /** Returns when Kafka cannot be talked to, or when this has been closed. */
    private void fulfil(List<Wish> open) throws InterruptedException {
        try (KafkaConsumer<byte[], byte[]> consumer = ReaderSettings.consumer(kafka, ONE_BATCH)) {
            while (!closed) {
                wishes.drainTo(open);
                fulfilRound(consumer, open);
                if (open.isEmpty()) {
                    open.add(wishes.take());
                }
            }
        } catch (RuntimeException e) { // mostly Kafka's; whatever it is, the next wish is tried anew
            LOG.debug("Frames cannot be read.", e); // the page says that Kafka is away
        } finally {
            giveUp(open);
        }
    }

    private static void giveUp(List<Wish> open) {
        open.forEach(FrameFetch::giveUp);
        open.clear();
    }

    /** Null, of a partition whose frame has been found already, is no wish. */
    private static void giveUp(Wish wish) {
        if (wish != null) {
            wish.frame().complete(Optional.empty());
        }
    }

    /** One frame of each partition. */
    private void fulfilRound(KafkaConsumer<byte[], byte[]> consumer, List<Wish> open) {
        Map<TopicPartition, Wish> round = new HashMap<>();
        open.remove(NONE);
        open.removeIf(wish -> round.putIfAbsent(wish.partition(), wish) == null);
        try {
            consumer.assign(round.keySet());
            consumer.resume(round.keySet()); // one that was in the round before as well is still paused
            round.forEach((partition, wish) -> consumer.seek(partition, wish.offset()));
            readUntilThere(consumer, round);
        } catch (KafkaException e) {
            // Too old to be there still, or not to be had: the page shows that there is no picture.
        } finally {
            round.values().forEach(FrameFetch::giveUp);
        }
    }

    private void readUntilThere(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Wish> round) {
        long end = nanos.getAsLong() + PATIENCE_NANOS;
        while (!closed && !round.isEmpty() && nanos.getAsLong() < end) {
            for (ConsumerRecord<byte[], byte[]> found : poll(consumer, round)) {
                Wish wish = round.remove(new TopicPartition(found.topic(), found.partition()));
                if (wish != null) {
                    wish.frame().complete(found.offset() == wish.offset() ? frame(found) : Optional.empty());
                    consumer.pause(List.of(wish.partition()));
                }
            }
        }
    }

    /** What is no longer there, or not there yet, keeps nobody else waiting. */
    private static ConsumerRecords<byte[], byte[]> poll(
            KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Wish> round) {
        try {
            return consumer.poll(POLL);
        } catch (OffsetOutOfRangeException e) {
            e.partitions().forEach(gone -> giveUp(round.remove(gone)));
            consumer.assign(round.keySet());
            return ConsumerRecords.empty();
        }
    }

    private Optional<Frame> frame(ConsumerRecord<byte[], byte[]> found) {
        try {
            return Optional.of(codec.decode(found.value()));
        } catch (MalformedRecordException e) {
            return Optional.empty();
        }
    }

    /** What is still waited for comes to nothing. */
    @Override
    public void close() {
        closed = true;
        var unused = wishes.offer(NONE);
        try {
            thread.join(PATIENCE_NANOS / 1_000_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<Wish> left = new ArrayList<>();
        wishes.drainTo(left);
        giveUp(left);
    }
}
