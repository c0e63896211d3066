package io.sluice.inference.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.inference.model.ModelId;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.RejectReason;
import io.sluice.inference.model.ShedReason;
import io.sluice.inference.model.TokenSchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FrameMetersTest {
    private static final OperatingPoint POINT = new OperatingPoint(
            new ModelId("tiny", "ab".repeat(32)),
            ReducerSpec.NONE,
            Precision.FLOAT32,
            new TokenSchedule(197, List.of(197), List.of(99), List.of()),
            1_250_000_000L);

    private final Meters meters = new Meters(2);
    private final AtomicLong nanos = new AtomicLong();
    private final FrameMeters frames = new FrameMeters(meters, nanos::get);

    @Test
    void everyFrameIsInOneCountByCameraAndReason() {
        for (int frame = 0; frame < 4; frame++) {
            frames.offered("gate");
        }
        frames.labelled("gate", POINT, Duration.ofMillis(250).toNanos());
        frames.shed("gate", ShedReason.STALE);
        frames.rejected("gate", RejectReason.PICTURE);

        assertThat(meters.scrape())
                .contains("sluice_frames_offered_total{camera=\"gate\"} 4.0\n")
                .contains("sluice_frames_labelled_total{camera=\"gate\"} 1.0\n")
                .contains("sluice_frames_shed_total{camera=\"gate\",reason=\"stale\"} 1.0\n")
                .contains("sluice_frames_shed_total{camera=\"gate\",reason=\"superseded\"} 0.0\n")
                .contains("sluice_frames_rejected_total{camera=\"gate\",reason=\"picture\"} 1.0\n")
                .contains("sluice_frames_in_flight 1.0\n")
                .contains("sluice_frames_tokens_total 99.0\n")
                .contains("sluice_frames_gmacs_total 1.25\n")
                .contains("sluice_camera_age_seconds_total{camera=\"gate\"} 0.25\n");
    }

    @Test
    void camerasBeyondTheBoundShareALabel() {
        for (String camera : List.of("gate", "", "yard", "dock", "yard", "gate")) {
            frames.offered(camera);
        }

        assertThat(offered())
                .containsExactlyInAnyOrder("{camera=\"gate\"} 2.0", "{camera=\"none\"} 1.0", "{camera=\"other\"} 3.0");
    }

    @Test
    void aCameraThatHasBeenSilentForLongGivesItsLabelToAnother() {
        frames.offered("made-up");
        frames.rejected("made-up", RejectReason.RECORD);
        frames.offered("gate");
        assertThat(offered()).hasSize(2);
        nanos.addAndGet(CameraSeries.SILENCE.toNanos() + 1);

        assertThat(offered()).containsExactly("{camera=\"gate\"} 1.0"); // its frame is not answered yet
        frames.offered("yard");
        assertThat(offered()).containsExactlyInAnyOrder("{camera=\"gate\"} 1.0", "{camera=\"yard\"} 1.0");

        frames.offered("made-up");
        assertThat(offered()).contains("{camera=\"other\"} 1.0");
        assertThat(meters.scrape()).doesNotContain("made-up").contains("sluice_frames_in_flight 3.0\n");
    }

    private Stream<String> offered() {
        String metric = "sluice_frames_offered_total";
        return meters.scrape()
                .lines()
                .filter(line -> line.startsWith(metric))
                .map(line -> line.substring(metric.length()));
    }

    @Test
    void theTimeOfAFrameIsSplitIntoItsParts() {
        Instant captured = Instant.ofEpochSecond(1_000);

        frames.passed(
                captured,
                captured.plusMillis(10),
                captured.plusMillis(40),
                captured.plusMillis(140),
                captured.plusMillis(145));

        assertThat(meters.scrape())
                .contains("sluice_frame_transit_seconds_sum 0.01\n")
                .contains("sluice_frame_queue_seconds_sum 0.03\n")
                .contains("sluice_frame_compute_seconds_sum 0.1\n")
                .contains("sluice_frame_publish_seconds_sum 0.005\n")
                .contains("sluice_frame_age_seconds_bucket{le=\"0.1\"} 0\n")
                .contains("sluice_frame_age_seconds_bucket{le=\"0.15\"} 1\n");
    }

    @Test
    void nothingIsLeftAfterTheEnd() {
        frames.offered("gate");

        meters.close();

        assertThat(meters.scrape()).isEmpty();
    }
}
