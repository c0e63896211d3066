package io.sluice.deploy.topics;

import io.sluice.deploy.broker.EmbeddedBroker;
import io.sluice.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/**
 * How Sluice's topics are made.
 *
 * @param partitions of the topics of frames, labels and events: the largest number of inference threads, over all processes, that
 *     can share the work
 * @param replication copies of each record; empty for three, or one on each broker where there are fewer
 * @param frameRetention how long frames are kept
 * @param frameRetentionBytes how much of each partition of frames is kept, in bytes
 * @param answerRetention how long everything else is kept
 */
public record TopicLayout(
        int partitions,
        OptionalInt replication,
        Duration frameRetention,
        long frameRetentionBytes,
        Duration answerRetention) {
    /** Frames are large and soon stale; answers are small and worth keeping. */
    public static final TopicLayout DEFAULT =
            new TopicLayout(6, OptionalInt.empty(), Duration.ofHours(1), 1L << 30, Duration.ofDays(7));

    private static final int USUAL_REPLICATION = 3;
    private static final long LARGEST_FRAME_SEGMENT_BYTES = 128L << 20;
    private static final long SMALLEST_SEGMENT_BYTES = 1L << 20; // Kafka refuses less

    /** Kafka deletes whole segments only: with this many in the time or size to keep, it keeps a quarter too much at most. */
    private static final int SEGMENTS_KEPT = 4;

    public TopicLayout {
        require(partitions >= 1, "at least one partition", partitions);
        require(replication.orElse(1) >= 1, "a replication of at least 1", replication.orElse(1));
        require(!frameRetention.isNegative() && !frameRetention.isZero(), "a positive retention", frameRetention);
        require(frameRetentionBytes >= SMALLEST_SEGMENT_BYTES, "a retention of at least 1 MiB", frameRetentionBytes);
        require(!answerRetention.isNegative() && !answerRetention.isZero(), "a positive retention", answerRetention);
    }

    private static void require(boolean holds, String expected, Object found) {
        if (!holds) {
            throw new IllegalArgumentException("Expected " + expected + ", found " + found + ".");
        }
    }

    /** How many partitions {@code topic}, one of {@code names}, is made with. */
    public int partitionsOf(String topic, Topics names) {
        return List.of(names.frames(), names.labels(), names.events()).contains(topic) ? partitions : 1;
    }

    /** The topics to make on a cluster of {@code brokers} brokers, frames first. */
    List<NewTopic> on(int brokers, Topics names) {
        short copies = (short) replication.orElse(Math.min(USUAL_REPLICATION, brokers));
        return names.all().stream()
                .map(topic -> new NewTopic(topic, partitionsOf(topic, names), copies).configs(configsOf(topic, names)))
                .toList();
    }

    private Map<String, String> configsOf(String topic, Topics names) {
        if (topic.equals(names.frames())) {
            return frames();
        }
        return topic.equals(names.control()) ? directives() : answers();
    }

    private Map<String, String> frames() {
        return Map.of(
                TopicConfig.RETENTION_MS_CONFIG, Long.toString(frameRetention.toMillis()),
                TopicConfig.RETENTION_BYTES_CONFIG, Long.toString(frameRetentionBytes),
                TopicConfig.SEGMENT_MS_CONFIG, Long.toString(Math.max(1, frameRetention.toMillis() / SEGMENTS_KEPT)),
                TopicConfig.SEGMENT_BYTES_CONFIG, Long.toString(frameSegmentBytes()),
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(EmbeddedBroker.MAX_MESSAGE_BYTES));
    }

    private long frameSegmentBytes() {
        long share = Math.max(SMALLEST_SEGMENT_BYTES, frameRetentionBytes / SEGMENTS_KEPT);
        return Math.min(LARGEST_FRAME_SEGMENT_BYTES, share);
    }

    /** What an operator asked for holds until it is taken back, however long ago that was. */
    private static Map<String, String> directives() {
        return Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
    }

    private Map<String, String> answers() {
        return Map.of(TopicConfig.RETENTION_MS_CONFIG, Long.toString(answerRetention.toMillis()));
    }
}
