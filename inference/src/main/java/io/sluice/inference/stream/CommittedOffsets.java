package io.sluice.inference.stream;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * How far what was read has been committed: the furthest committed offset of each partition, summed. Unlike a count of what has
 * been processed, that stands still while the same records are taken and taken back again and again. Safe for concurrent use.
 */
final class CommittedOffsets {
    private final Map<TopicPartition, Long> furthest = new HashMap<>();

    /** What is committed of some partitions now; negative for nothing. */
    synchronized void seen(Map<TopicPartition, Long> offsets) {
        offsets.forEach((partition, offset) -> furthest.merge(partition, Math.max(0, offset), Math::max));
    }

    synchronized long sum() {
        return furthest.values().stream().mapToLong(Long::longValue).sum();
    }
}
