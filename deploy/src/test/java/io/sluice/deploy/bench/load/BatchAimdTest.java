package io.sluice.deploy.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.modeling.SmallCheckpoint;
import io.sluice.inference.control.Decision;
import io.sluice.inference.control.LoadSnapshot;
import io.sluice.inference.model.CalibratedPoint;
import io.sluice.inference.model.Ladder;
import io.sluice.inference.model.ModelId;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.ServiceTimes;
import io.sluice.inference.vit.OperatingPoints;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A frame takes 10 ms; batches have at most 16 frames and take half of the deadline at most. */
final class BatchAimdTest {
    private static final OperatingPoint DENSE = OperatingPoints.of(
            new ModelId("small", "0".repeat(64)), SmallCheckpoint.SHAPE, ReducerSpec.NONE, Precision.FLOAT32);
    private static final Ladder LADDER = new Ladder(
            List.of(new CalibratedPoint(DENSE, ServiceTimes.perFrame(Duration.ofMillis(10)), Optional.empty())));

    @Test
    void growsByOneWhileABatchTakesItsShareAtMost() {
        assertThat(bound(4, 100, 200)).isEqualTo(5);
        assertThat(bound(4, 100, 100)).isEqualTo(5);
    }

    @Test
    void staysWhereALargerOneWouldTakeMoreOrBeEmptyOrTooLarge() {
        assertThat(bound(4, 100, 99)).isEqualTo(4);
        assertThat(bound(4, 4, 200)).isEqualTo(4);
        assertThat(bound(16, 100, 1000)).isEqualTo(16);
    }

    @Test
    void shrinksByATenthAndAtLeastByOneWhereItTakesMore() {
        assertThat(bound(16, 100, 319)).isEqualTo(14);
        assertThat(bound(4, 100, 79)).isEqualTo(3);
        assertThat(bound(1, 100, 5)).isEqualTo(1);
    }

    @Test
    void aFrameThatIsLateAlreadyDoesNotShrinkIt() {
        assertThat(decide(4, 4, 200, Duration.ofMillis(-50)).batchBound()).isEqualTo(4);
    }

    @Test
    void thePointNeverChanges() {
        assertThat(decide(4, 100, 10, Duration.ZERO).point()).isEqualTo(DENSE);
    }

    private static int bound(int before, long backlog, long deadlineMillis) {
        return decide(before, backlog, deadlineMillis, Duration.ofMillis(deadlineMillis))
                .batchBound();
    }

    private static Decision decide(int before, long backlog, long deadlineMillis, Duration slack) {
        LoadSnapshot load = new LoadSnapshot(
                Instant.EPOCH, 100, 1, backlog, Duration.ZERO, slack, Duration.ofMillis(deadlineMillis), 0, 2, 16, 1);
        return new BatchAimd().decide(load, LADDER, Decision.first(DENSE, before, "first"));
    }
}
