package io.sluice.inference.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class CommitGuardTest {
    private static final TopicPartition HELD = new TopicPartition("frames", 0);
    private static final TopicPartition FREE = new TopicPartition("frames", 1);

    private final CommitGuard guard = new CommitGuard();

    private long committed(TopicPartition partition, long wanted) {
        return guard.clamp(Map.of(partition, new OffsetAndMetadata(wanted, "partition time")))
                .get(partition)
                .offset();
    }

    @Test
    void aCommitStopsAtTheOldestUnansweredFrame() {
        guard.hold(HELD, OptionalLong.of(40));

        assertThat(committed(HELD, 100)).isEqualTo(40);
    }

    @Test
    void aCommitBelowTheOldestUnansweredFrameStaysAsItIs() {
        guard.hold(HELD, OptionalLong.of(40));

        assertThat(committed(HELD, 40)).isEqualTo(40);
        assertThat(committed(HELD, 7)).isEqualTo(7);
    }

    @Test
    void partitionsAreHeldOnTheirOwn() {
        guard.hold(HELD, OptionalLong.of(40));

        assertThat(committed(FREE, 100)).isEqualTo(100);
    }

    @Test
    void aPartitionWithAllAnsweredOrGivenAwayIsNoLongerHeld() {
        guard.hold(HELD, OptionalLong.of(40));
        guard.hold(HELD, OptionalLong.empty());
        assertThat(committed(HELD, 100)).isEqualTo(100);

        guard.hold(HELD, OptionalLong.of(40));
        guard.release(HELD);
        assertThat(committed(HELD, 100)).isEqualTo(100);
    }

    @Test
    void whatStreamsKeepsBesideTheOffsetGoesAlong() {
        guard.hold(HELD, OptionalLong.of(40));

        assertThat(guard.clamp(Map.of(HELD, new OffsetAndMetadata(100, "partition time"))))
                .containsEntry(HELD, new OffsetAndMetadata(40, "partition time"));
    }
}
