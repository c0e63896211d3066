package io.sluice.inference.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.inference.control.ArrivalRate;
import io.sluice.inference.control.LiveFidelity;
import io.sluice.inference.metrics.FrameMeters;
import io.sluice.inference.metrics.Meters;
import io.sluice.inference.model.CalibratedPoint;
import io.sluice.inference.model.ModelId;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.RejectReason;
import io.sluice.inference.model.ServiceTimes;
import io.sluice.inference.model.ShedReason;
import io.sluice.inference.model.TokenSchedule;
import io.sluice.inference.tracing.AnswerTrace;
import io.sluice.schemas.FrameCounts;
import io.sluice.schemas.Percentiles;
import io.sluice.schemas.PointFidelity;
import io.sluice.schemas.RecordPosition;
import io.sluice.schemas.ThroughputReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ThroughputMeterTest {
    private static final OperatingPoint POINT = new OperatingPoint(
            new ModelId("tiny", "ab".repeat(32)),
            ReducerSpec.NONE,
            Precision.FLOAT32,
            new TokenSchedule(197, List.of(197), List.of(197), List.of()),
            1_250_000_000L);
    private static final CalibratedPoint RUNG =
            new CalibratedPoint(POINT, ServiceTimes.perFrame(Duration.ofMillis(10)), Optional.empty());

    private Instant now = Instant.ofEpochSecond(1_000);
    private final ThroughputMeter meter =
            new ThroughputMeter("i1", () -> now, new ArrivalRate(() -> 0), new FrameMeters(new Meters(), () -> 0));

    private void answer(Answer answer, long ageMillis) {
        meter.offered("gate");
        meter.answered(
                new ReceivedFrame(
                        null,
                        0,
                        new RecordPosition("frames", 0, 0L),
                        0,
                        now,
                        new ReceivedFrame.Origin("gate", "s", 0L, now.minusMillis(ageMillis)),
                        AnswerTrace.NONE),
                answer);
    }

    private Answer labelled() {
        return new Answer.Labelled(List.of(), RUNG, 1, now, now);
    }

    private ThroughputReport reportAfter(Duration interval, OptionalLong lag) {
        now = now.plus(interval);
        return meter.report(POINT, lag, List.of());
    }

    @Test
    void aReportCountsItsIntervalAndTheTotalAndAddsUp() {
        for (int age = 1; age <= 100; age++) {
            answer(labelled(), age);
        }
        now = now.plusSeconds(1);
        meter.report(POINT, OptionalLong.empty(), List.of());
        answer(new Answer.Shed(ShedReason.STALE, "stale"), 0);
        answer(new Answer.Rejected(RejectReason.PICTURE, "torn"), 0);
        meter.offered("gate");

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

        ThroughputReport report = meter.report(POINT, OptionalLong.empty(), List.of());

        assertThat(report.getAgeMillis()).isEqualTo(new Percentiles(50.0, 95.0, 99.0));
        assertThat(report.getGmacsPerFrame()).isEqualTo(1.25);
        assertThat(report.getLag()).isNull();
    }

    @Test
    void aReportTellsHowFaithfulThePointsHaveBeen() {
        ThroughputReport report =
                meter.report(POINT, OptionalLong.empty(), List.of(new LiveFidelity.Seen(POINT, 40, 0.95)));

        assertThat(report.getLiveFidelity())
                .containsExactly(new PointFidelity("tiny@abababababab", "none", "FLOAT32", 40L, 0.95));
    }
}
