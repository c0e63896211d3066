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
 * <p>Safe for concurrent use.
 */
final class CommitGuard {
    private final ConcurrentMap<TopicPartition, Long> oldestUnanswered = new ConcurrentHashMap<>();

    /** From now on {@code offset} is the oldest unanswered frame of {@code partition}; empty: all are answered. */
    void hold(TopicPartition partition, OptionalLong offset) {
        offset.ifPresentOrElse(
                oldest -> oldestUnanswered.put(partition, oldest), () -> oldestUnanswered.remove(partition));
    }

    /** The partition has left this process; a hold left behind would pin it should it come back. */
    void release(TopicPartition partition) {
        oldestUnanswered.remove(partition);
    }

    /** {@code offsets} with each one lowered to the oldest unanswered frame of its partition where it is past it. */
    Map<TopicPartition, OffsetAndMetadata> clamp(Map<TopicPartition, OffsetAndMetadata> offsets) {
        Map<TopicPartition, OffsetAndMetadata> clamped = new HashMap<>(offsets);
        clamped.replaceAll(this::clamp);
        return clamped;
    }

    private OffsetAndMetadata clamp(TopicPartition partition, OffsetAndMetadata wanted) {
        Long oldest = oldestUnanswered.get(partition);
        return oldest == null || wanted.offset() <= oldest
                ? wanted
                // Without the leader epoch, which was that of the later record; it is optional.
                : new OffsetAndMetadata(oldest, wanted.metadata());
    }
}
