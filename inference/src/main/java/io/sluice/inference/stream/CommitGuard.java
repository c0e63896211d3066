package io.sluice.inference.stream;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Keeps commits from overtaking answers. Kafka Streams counts a record as consumed when {@code process()} returns, but a
 * frame is done only when its answer has been forwarded; in between it is in a batch, and a commit past it would lose it in
 * a crash. The processors say here, for each partition, which is the oldest frame still unanswered, and the clients that
 * Kafka Streams commits with ({@link GuardedClients}) hold every committed offset down to it.
 *
 * <p>Answers are forwarded in the order of the offsets, on the thread that also commits. So at each commit the answers
 * forwarded so far are exactly those below the held offset, and under exactly-once they are what the transaction holds.
 *
 * <p>A partition of which nothing has been taken in its task's present life is not committed at all: when Kafka Streams
 * revives a task it goes back to the committed offset, yet still remembers how far the task's former life had come, and
 * would commit that.
 *
 * <p>Safe for concurrent use.
 */
final class CommitGuard {
    private final ConcurrentMap<TopicPartition, Hold> holds = new ConcurrentHashMap<>();

    /**
     * One task life's hold on its partition. Only the last one opened for a partition counts: an owner that does not know
     * yet that it has lost the partition must not move the hold of the next one.
     */
    final class Hold {
        private static final long FREE = Long.MAX_VALUE;

        private final TopicPartition partition;
        private volatile long oldestUnanswered = FREE;

        private Hold(TopicPartition partition) {
            this.partition = partition;
        }

        TopicPartition partition() {
            return partition;
        }

        /** From now on {@code offset} is the oldest unanswered frame; empty: all that were taken are answered. */
        void at(OptionalLong offset) {
            oldestUnanswered = offset.orElse(FREE);
        }

        /** The life of the task is over. */
        void close() {
            holds.remove(partition, this);
        }
    }

    /** A task begins to take frames of {@code partition}. */
    Hold open(TopicPartition partition) {
        Hold hold = new Hold(partition);
        holds.put(partition, hold);
        return hold;
    }

    /** What may be committed of {@code offsets}: each no further than the oldest unanswered frame of its partition. */
    Map<TopicPartition, OffsetAndMetadata> clamp(Map<TopicPartition, OffsetAndMetadata> offsets) {
        Map<TopicPartition, OffsetAndMetadata> clamped = new HashMap<>();
        offsets.forEach((partition, wanted) -> {
            Hold hold = holds.get(partition);
            if (hold != null) {
                clamped.put(partition, clamp(wanted, hold.oldestUnanswered));
            }
        });
        return clamped;
    }

    private static OffsetAndMetadata clamp(OffsetAndMetadata wanted, long oldest) {
        return wanted.offset() <= oldest
                ? wanted
                // Without the leader epoch, which was that of the later record; it is optional.
                : new OffsetAndMetadata(oldest, wanted.metadata());
    }
}
