package io.sluice.inference.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class CommittedOffsetsTest {
    private static final TopicPartition ONE = new TopicPartition("sluice.labels", 0);
    private static final TopicPartition OTHER = new TopicPartition("sluice.labels", 1);

    private final CommittedOffsets committed = new CommittedOffsets();

    @Test
    void aNewThreadThatComesNoFurtherHasDoneNothing() {
        committed.seen(Map.of(ONE, 100L, OTHER, 7L));
        committed.seen(Map.of(ONE, -1L, OTHER, -1L));
        committed.seen(Map.of(ONE, 100L, OTHER, 5L));
        assertThat(committed.sum()).isEqualTo(107);

        committed.seen(Map.of(ONE, 101L));
        assertThat(committed.sum()).isEqualTo(108);
    }

    @Test
    void whatHasNeverBeenCommittedIsNoWork() {
        committed.seen(Map.of(ONE, -1L));

        assertThat(committed.sum()).isZero();
    }
}
