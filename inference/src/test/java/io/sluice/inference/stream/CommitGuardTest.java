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
        guard.open(HELD).at(OptionalLong.of(40));

        assertThat(committed(HELD, 100)).isEqualTo(40);
    }

    @Test
    void aCommitBelowTheOldestUnansweredFrameStaysAsItIs() {
        guard.open(HELD).at(OptionalLong.of(40));

        assertThat(committed(HELD, 40)).isEqualTo(40);
        assertThat(committed(HELD, 7)).isEqualTo(7);
    }

    @Test
    void partitionsAreHeldOnTheirOwn() {
        guard.open(HELD).at(OptionalLong.of(40));
        guard.open(FREE);

        assertThat(committed(FREE, 100)).isEqualTo(100);
    }

    @Test
    void aPartitionWithAllAnsweredIsNoLongerHeld() {
        CommitGuard.Hold hold = guard.open(HELD);
        hold.at(OptionalLong.of(40));
        hold.at(OptionalLong.empty());

        assertThat(committed(HELD, 100)).isEqualTo(100);
    }

    /** Kafka Streams remembers, across the lives of a task, how far it once came. */
    @Test
    void aTaskThatHasTakenNothingInItsPresentLifeCommitsNothing() {
        CommitGuard.Hold former = guard.open(HELD);
        former.at(OptionalLong.of(40));
        former.close();

        assertThat(guard.clamp(Map.of(HELD, new OffsetAndMetadata(100)))).isEmpty();
    }

    @Test
    void aFormerOwnerThatDoesNotKnowItYetMovesNothing() {
        CommitGuard.Hold former = guard.open(HELD);
        guard.open(HELD).at(OptionalLong.of(40));

        former.at(OptionalLong.of(10));
        assertThat(committed(HELD, 100)).isEqualTo(40);
        former.close();
        assertThat(committed(HELD, 100)).isEqualTo(40);
    }

    @Test
    void whatStreamsKeepsBesideTheOffsetGoesAlong() {
        guard.open(HELD).at(OptionalLong.of(40));

        assertThat(guard.clamp(Map.of(HELD, new OffsetAndMetadata(100, "partition time"))))
                .containsEntry(HELD, new OffsetAndMetadata(40, "partition time"));
    }
}
