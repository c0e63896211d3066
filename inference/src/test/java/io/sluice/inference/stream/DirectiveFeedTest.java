package io.sluice.inference.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.inference.control.Directive;
import io.sluice.schemas.AvroCodec;
import io.sluice.schemas.CameraWeight;
import io.sluice.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How the control topic is read and waited for, on Kafka's own consumer without a broker. */
class DirectiveFeedTest {
    private static final InferenceSettings SETTINGS = InferenceSettings.forCpu(new Topics("sluice"), 1);
    private static final TopicPartition PARTITION = new TopicPartition("sluice.control", 0);

    private final BlockingQueue<List<Directive>> heard = new LinkedBlockingQueue<>();
    private final AtomicLong nanos = new AtomicLong();
    private final Topic topic = new Topic();
    private final DirectiveFeed feed = new DirectiveFeed(
            new DirectiveLog(topic, SETTINGS, "kafka:9092", nanos::get), "one", nanos::get, heard::add);

    /** A topic of one partition, which may have no leader. */
    private static final class Topic extends MockConsumer<byte[], byte[]> {
        private volatile boolean leaderless;

        Topic() {
            super("none");
            updateBeginningOffsets(Map.of(PARTITION, 0L));
        }

        void exists() {
            updatePartitions(
                    "sluice.control", List.of(new PartitionInfo("sluice.control", 0, null, new Node[0], null)));
        }

        @Override
        public synchronized Map<TopicPartition, Long> endOffsets(java.util.Collection<TopicPartition> partitions) {
            if (leaderless) {
                throw new TimeoutException("Failed to get offsets by times in 10000ms");
            }
            return super.endOffsets(partitions);
        }

        /** Records that are read from the beginning, each time. */
        void holds(List<ConsumerRecord<byte[], byte[]>> records) {
            updateEndOffsets(Map.of(PARTITION, (long) records.size()));
            schedulePollTask(() -> records.forEach(this::addRecord));
        }
    }

    @AfterEach
    void close() {
        feed.close();
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, String key, byte[] value) {
        return new ConsumerRecord<>("sluice.control", 0, offset, key.getBytes(UTF_8), value);
    }

    private static byte[] weight(String camera, double weight) {
        return new AvroCodec<>(io.sluice.schemas.Directive.class)
                .encode(io.sluice.schemas.Directive.newBuilder()
                        .setAt(Instant.EPOCH)
                        .setBy("ann")
                        .setWeight(new CameraWeight(camera, weight))
                        .build());
    }

    private List<Directive> next() throws InterruptedException {
        return heard.poll(20, TimeUnit.SECONDS);
    }

    private String awaitObstacle() {
        while (feed.obstacle().isEmpty()) {
            Thread.onSpinWait();
        }
        return feed.obstacle().orElseThrow();
    }

    @Test
    void whatIsInForceIsHandedOnAtOnceAndWhatCannotBeReadTakesBack() throws Exception {
        topic.exists();
        topic.holds(List.of(
                record(0, "weight/gate", weight("gate", 3)),
                record(1, "weight/yard", weight("yard", 2)),
                record(2, "weight/dock", weight("dock", 1)),
                record(3, "weight/yard", weight("yard", 1000)),
                record(4, "nonsense", null),
                record(5, "weight/dock", null)));

        feed.start();

        assertThat(next()).containsExactly(new Directive.Weigh("gate", 3, "ann"));
        assertThat(feed.caughtUp()).succeedsWithin(Duration.ofSeconds(5));
        topic.schedulePollTask(() -> topic.addRecord(record(6, "weight/gate", new byte[] {1})));
        assertThat(next()).containsExactly(new Directive.ClearWeight("gate", "a record that cannot be read"));
    }

    @Test
    void aPartitionWithoutALeaderIsWaitedForWithASentenceAndNotForEver() throws Exception {
        topic.exists();
        topic.leaderless = true;

        feed.start();

        assertThat(awaitObstacle())
                .isEqualTo("Inference waits for sluice.control: Kafka at kafka:9092 does not answer about"
                        + " sluice.control, one of whose partitions may have no leader: Failed to get offsets by times in"
                        + " 10000ms");
        assertThat(feed.caughtUp()).isNotDone();
        nanos.addAndGet(DirectiveFeed.PATIENCE.toNanos());
        assertThat(feed.caughtUp()).succeedsWithin(Duration.ofSeconds(10));
        assertThat(heard).isEmpty();
        assertThat(feed.obstacle()).isEmpty();

        topic.holds(List.of(record(0, "weight/gate", weight("gate", 3))));
        topic.leaderless = false;
        assertThat(next()).containsExactly(new Directive.Weigh("gate", 3, "ann"));
    }

    @Test
    void aMissingTopicIsWaitedForWithASentenceAndNotForEver() {
        feed.start();

        assertThat(awaitObstacle())
                .isEqualTo(
                        "Inference waits for sluice.control: Kafka at kafka:9092 has no topic sluice.control: make it"
                                + " with 'sluice topics create'. Trying again.");
        nanos.addAndGet(DirectiveFeed.PATIENCE.toNanos());
        assertThat(feed.caughtUp()).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void afterAWhileAllIsReadAnewAndWhatTheTopicLostIsTakenBack() throws Exception {
        topic.exists();
        topic.holds(List.of(record(0, "weight/gate", weight("gate", 3)), record(1, "weight/yard", weight("yard", 2))));
        feed.start();
        assertThat(next()).hasSize(2);

        topic.updateEndOffsets(Map.of(PARTITION, 0L));
        nanos.addAndGet(Duration.ofMinutes(5).toNanos());

        assertThat(next())
                .containsExactlyInAnyOrder(
                        new Directive.ClearWeight("gate", "the topic, which no longer has it"),
                        new Directive.ClearWeight("yard", "the topic, which no longer has it"));
    }
}
