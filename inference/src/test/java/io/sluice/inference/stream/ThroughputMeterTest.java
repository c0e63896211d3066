package io.sluice.inference.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.inference.model.ModelId;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.TokenSchedule;
import io.sluice.schemas.FrameCounts;
import io.sluice.schemas.Percentiles;
import io.sluice.schemas.RecordPosition;
import io.sluice.schemas.ThroughputReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ThroughputMeterTest {
    private static final OperatingPoint POINT = new OperatingPoint(
            new ModelId("tiny", "ab".repeat(32)),
            ReducerSpec.NONE,
            Precision.FLOAT32,
            new TokenSchedule(197, List.of(197), List.of(197), List.of()),
            1_250_000_000L);

    private Instant now = Instant.ofEpochSecond(1_000);
    private final ThroughputMeter meter = new ThroughputMeter("i1", () -> now);

    private void answer(Answer answer, long ageMillis) {
        meter.offered();
        meter.answered(
                new ReceivedFrame(
                        null,
                        0,
                        new RecordPosition("frames", 0, 0L),
                        0,
                        now,
                        new ReceivedFrame.Origin("gate", "s", 0L, now.minusMillis(ageMillis))),
                answer);
    }

    private Answer labelled() {
        return new Answer.Labelled(List.of(), POINT, 1, now, now);
    }

    private ThroughputReport reportAfter(Duration interval, OptionalLong lag) {
        now = now.plus(interval);
        return meter.report(POINT, lag);
    }

    @Test
    void aReportCountsItsIntervalAndTheTotalAndAddsUp() {
        for (int age = 1; age <= 100; age++) {
            answer(labelled(), age);
        }
        now = now.plusSeconds(1);
        meter.report(POINT, OptionalLong.empty());
        answer(new Answer.Shed("stale"), 0);
        answer(new Answer.Rejected("torn"), 0);
        meter.offered();

        ThroughputReport report = reportAfter(Duration.ofSeconds(2), OptionalLong.of(7));

        assertThat(report.getInterval()).isEqualTo(new FrameCounts(3L, 0L, 1L, 1L, 0L));
        assertThat(report.getTotal()).isEqualTo(new FrameCounts(103L, 100L, 1L, 1L, 0L));
        assertThat(report.getInFlight()).isEqualTo(1);
        assertThat(report.getShedByReason()).isEqualTo(Map.of("stale", 1L));
        assertThat(report.getFramesPerSecond()).isEqualTo(1.0);
        assertThat(report.getLag()).isEqualTo(7);
        assertThat(report.getAgeMillis()).isNull();
        assertThat(report.getGmacsPerFrame()).isNull();
    }

    @Test
    void agesAreNearestRankPercentilesOfTheInterval() {
        for (int age = 100; age >= 1; age--) {
            answer(labelled(), age);
        }

        ThroughputReport report = meter.report(POINT, OptionalLong.empty());

        assertThat(report.getAgeMillis()).isEqualTo(new Percentiles(50.0, 95.0, 99.0));
        assertThat(report.getGmacsPerFrame()).isEqualTo(1.25);
        assertThat(report.getLag()).isNull();
    }

    @Test
    void arrivalsAreWhatWasTakenAndWhatTheLagGrewBy() {
        meter.offered();
        reportAfter(Duration.ofSeconds(1), OptionalLong.of(10));
        for (int frame = 0; frame < 20; frame++) {
            meter.offered();
        }
        reportAfter(Duration.ofSeconds(1), OptionalLong.of(40));

        assertThat(meter.load(40, Duration.ZERO).arrivalsPerSecond()).isEqualTo(50);
    }

    @Test
    void serviceTimePerFrameFollowsTheBatches() {
        assertThat(meter.load(0, Duration.ZERO).servicePerFrame()).isEmpty();

        meter.batchRun(2, Duration.ofMillis(20));
        assertThat(meter.load(0, Duration.ZERO).servicePerFrame()).contains(Duration.ofMillis(10));

        meter.batchRun(1, Duration.ofMillis(18));
        assertThat(meter.load(0, Duration.ZERO).servicePerFrame()).contains(Duration.ofMillis(11));
    }
}
