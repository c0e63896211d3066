package io.sluice.inference.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.inference.model.ShedReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TriageTest {
    private static final Duration DEADLINE = Duration.ofMillis(250);
    private static final Freshness LATEST = new Freshness.Latest(Duration.ofMillis(400));

    private final Triage triage = new Triage(
            new CameraPolicies(
                    new CameraPolicy(LATEST, DEADLINE, 1),
                    Map.of(
                            "vault", new CameraPolicy(new Freshness.All(), DEADLINE, 1),
                            "gate", new CameraPolicy(LATEST, DEADLINE, 4))),
            Directives.NONE);

    private Instant now = Instant.EPOCH;

    private Optional<Triage.GivenUp> reason(String camera, long millis, boolean exhausted) {
        return triage.reasonToShed(camera, Duration.ofMillis(millis), now, exhausted);
    }

    private boolean sheds(String camera, long millis, boolean exhausted) {
        return reason(camera, millis, exhausted).isPresent();
    }

    @Test
    void aFrameIsShedWhenItsAnswerWouldBeOlderThanItsCameraAllows() {
        assertThat(sheds("yard", 400, false)).isFalse();
        assertThat(reason("yard", 401, false))
                .contains(new Triage.GivenUp(
                        ShedReason.STALE, "Its answer would be older than 400 ms, the max-age of its camera."));
    }

    @Test
    void aCameraThatWantsAllLosesNothingHoweverLate() {
        assertThat(sheds("vault", 1_000_000, true)).isFalse();
    }

    @Test
    void onlyAtTheFastestPointDoLightCamerasGiveWayToHeavyOnes() {
        assertThat(sheds("gate", 0, false)).isFalse();
        assertThat(sheds("yard", 101, false)).isFalse();
        assertThat(sheds("yard", 100, true)).isFalse();
        assertThat(reason("yard", 101, true))
                .contains(new Triage.GivenUp(ShedReason.OUTWEIGHED, "It gave way to cameras of more weight."));
        assertThat(sheds("gate", 400, true)).isFalse();
        assertThat(sheds("gate", 401, true)).isTrue();
    }

    @Test
    void nobodyGivesWayToACameraThatSendsNothing() {
        assertThat(sheds("yard", 400, true)).isFalse();
        assertThat(sheds("gate", 0, true)).isFalse();
        assertThat(sheds("yard", 400, true)).isTrue();
        now = now.plusSeconds(11);
        assertThat(sheds("yard", 400, true)).isFalse();
    }
}
