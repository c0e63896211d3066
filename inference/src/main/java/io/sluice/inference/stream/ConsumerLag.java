package io.sluice.inference.stream;

import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.kafka.common.TopicPartition;

/**
 * How many records of the owned partitions have not been taken yet, whether still at the broker or already buffered by
 * Kafka Streams. Safe for concurrent use.
 */
final class ConsumerLag {
    private final ConcurrentMap<TopicPartition, Long> logEnds = new ConcurrentHashMap<>();
    private final ConcurrentMap<TopicPartition, Long> nextOffsets = new ConcurrentHashMap<>();

    /** The next record written to {@code partition} will have {@code offset}, as far as known. */
    void logEnd(TopicPartition partition, long offset) {
        logEnds.put(partition, offset);
    }

    /** The next record that a processor takes from {@code partition} has at least {@code offset}. */
    void taken(TopicPartition partition, long offset) {
        nextOffsets.put(partition, offset);
    }

    /** The partition has left this process. */
    void forget(TopicPartition partition) {
        logEnds.remove(partition);
        nextOffsets.remove(partition);
    }

    /** Records not taken yet on the partitions that have been read from; empty when there are none such. */
    OptionalLong total() {
        return nextOffsets.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(nextOffsets.entrySet().stream()
                        .mapToLong(next -> Math.max(0, logEnds.getOrDefault(next.getKey(), 0L) - next.getValue()))
                        .sum());
    }
}
