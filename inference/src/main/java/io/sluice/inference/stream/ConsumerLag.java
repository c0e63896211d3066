package io.sluice.inference.stream;

import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * How many records of the owned partitions have not been taken yet, whether still at the broker or already buffered by
 * Kafka Streams. The consumer cannot tell: it knows the end of a partition from its last fetch, and Kafka Streams pauses
 * just those partitions that lag. So the brokers are asked, now and then. Safe for concurrent use.
 */
final class ConsumerLag {
    private final ConcurrentMap<TopicPartition, Long> nextOffsets = new ConcurrentHashMap<>();
    private volatile Map<TopicPartition, Long> logEnds = Map.of();

    /** The next record that a processor takes from {@code partition} has at least {@code offset}. */
    void taken(TopicPartition partition, long offset) {
        nextOffsets.put(partition, offset);
    }

    /** The partition has left this process. */
    void forget(TopicPartition partition) {
        nextOffsets.remove(partition);
    }

    /** Asks where the owned partitions end, without waiting; when there is no answer the last one stays. */
    void refresh(Brokers brokers) {
        var unused = brokers.logEnds(nextOffsets.keySet()).whenComplete((ends, failure) -> {
            if (failure == null) {
                remember(ends);
            }
        });
    }

    /** Records not taken yet on the partitions that have been read from; empty when that is not known of all of them. */
    OptionalLong total() {
        Map<TopicPartition, Long> ends = logEnds;
        Map<TopicPartition, Long> taken = Map.copyOf(nextOffsets);
        return taken.isEmpty() || !ends.keySet().containsAll(taken.keySet())
                ? OptionalLong.empty()
                : OptionalLong.of(taken.entrySet().stream()
                        .mapToLong(next -> Math.max(0, ends.get(next.getKey()) - next.getValue()))
                        .sum());
    }

    private void remember(Map<TopicPartition, ListOffsetsResultInfo> answer) {
        logEnds = answer.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, end -> end.getValue().offset()));
    }
}
