package io.sluice.deploy.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schemas.Decision;
import io.sluice.schemas.FrameCounts;
import io.sluice.schemas.Load;
import io.sluice.schemas.Setting;
import io.sluice.schemas.ThroughputReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConsoleStateTest {
    private static final String FRAMES = "sluice.frames";

    private final ConsoleState state = new ConsoleState();

    @Test
    void aPageIsToldOnlyWhatHasChanged() {
        answer("north", 0, 0);
        answer("south", 0, 0);
        assertThat(changes(1).cameras()).extracting(CameraView::camera).containsExactly("north", "south");

        answer("south", 1, 2);

        Update changes = changes(3);
        assertThat(changes.cameras()).extracting(CameraView::camera).containsExactly("south");
        assertThat(changes.points()).isNull();
        assertThat(changes(4).cameras()).isNull();
        assertThat(state.all(0, 4).cameras()).hasSize(2);
    }

    @Test
    void fiftyCamerasAtTenFramesASecondAreFiftyViewsHoweverManyAnswersTheyHad() {
        for (int frame = 0; frame < 100; frame++) {
            for (int camera = 0; camera < 50; camera++) {
                answer("camera-" + camera, frame, frame);
            }
        }

        Update changes = changes(100);

        assertThat(changes.cameras()).hasSize(50).allMatch(view -> view.answer().sequence() == 99);
        assertThat(changes.points()).hasSize(1);
    }

    @Test
    void whoeverSendsManyOrLongCameraIdsFillsNothing() {
        IntStream.range(0, 10 * Limits.CAMERAS).forEach(camera -> answer("c" + camera, 0, 0));
        answer("x".repeat(Limits.ID + 1), 0, 0);

        Update all = state.all(0, 0);

        assertThat(all.cameras()).hasSize(Limits.CAMERAS);
        assertThat(all.hidden()).isEqualTo(Limits.CAMERAS);
        assertThat(state.last("c0")).isPresent();
        assertThat(state.last("c" + Limits.CAMERAS)).isEmpty();
    }

    @Test
    void aCameraThatIsSilentForLongMakesRoom() {
        answer("gone", 0, 0);
        long later = Limits.SILENCE.plus(Duration.ofSeconds(1)).toNanos();
        answer("there", 0, later);

        assertThat(changes(later).gone()).containsExactly("gone");
        assertThat(state.all(0, later).cameras()).extracting(CameraView::camera).containsExactly("there");
        assertThat(state.last("gone")).isEmpty();
    }

    @Test
    void onlyTheLastDecisionsAreKept() {
        for (int number = 0; number < Limits.DECISIONS + 10; number++) {
            state.accept(decision("r".repeat(10_000), Instant.EPOCH), 0, number);
        }

        assertThat(state.all(0, 0).decisions()).hasSize(Limits.DECISIONS).allSatisfy(decision -> {
            assertThat(decision.number()).isGreaterThanOrEqualTo(10);
            assertThat(decision.reason()).hasSize(Limits.TEXT);
        });
    }

    @Test
    void aDecisionThatIsReadAgainIsNoSecondOne() {
        Instant later = Instant.EPOCH.plusSeconds(60);
        state.accept(decision("first", Instant.EPOCH), 0, 0);
        state.accept(decision("other partition", Instant.EPOCH), 1, 0);
        state.accept(decision("second", later), 0, 1);
        state.accept(decision("first", Instant.EPOCH), 0, 0);
        state.accept(decision("second", later), 0, 1);
        state.accept(decision("in a topic made anew", later.plusSeconds(1)), 0, 0);

        assertThat(state.all(0, 0).decisions())
                .extracting(DecisionView::reason)
                .containsExactly("first", "other partition", "second", "in a topic made anew");
    }

    @Test
    void processesThatEndedMakeRoomWhileNobodyLooks() {
        for (int process = 0; process <= Limits.INSTANCES; process++) {
            state.accept(report("infer-" + process), process * Limits.SILENCE.toNanos());
        }

        assertThat(state.all(0, 0).samples())
                .extracting(SampleView::instance)
                .contains("infer-" + Limits.INSTANCES)
                .hasSizeLessThan(3);
    }

    @Test
    void anUnreasonableIdIsNoCameraTooMany() {
        answer("north", 0, 0);
        answer("x".repeat(Limits.ID + 1), 0, 0);

        assertThat(state.all(0, 0).hidden()).isNull();
    }

    @Test
    void whoeverIsTooSlowIsLetGoOf() {
        Viewer viewer = new Viewer();
        Viewer.Message message = new Viewer.Message("delta", "{}");

        assertThat(IntStream.range(0, 100).filter(i -> viewer.offer(message)).count())
                .isLessThan(20);
        assertThat(viewer.closed()).isTrue();
    }

    @Test
    void soManyMayLookAndNoMore() {
        try (Viewers viewers = new Viewers()) {
            IntStream.range(0, Limits.VIEWERS)
                    .forEach(i -> assertThat(viewers.join()).isPresent());
            assertThat(viewers.join()).isEmpty();
        }
    }

    private void answer(String camera, long sequence, long nanos) {
        state.accept(Answers.labelled(camera, FRAMES, 0, sequence), nanos);
    }

    private Update changes(long nanos) {
        return state.changes(0, nanos);
    }

    private static ThroughputReport report(String instance) {
        return ThroughputReport.newBuilder()
                .setInstance(instance)
                .setAt(Instant.EPOCH)
                .setIntervalMillis(1000)
                .setInterval(new FrameCounts(0L, 0L, 0L, 0L, 0L))
                .setTotal(new FrameCounts(0L, 0L, 0L, 0L, 0L))
                .setShedByReason(Map.of())
                .setInFlight(0)
                .setFramesPerSecond(0)
                .setModel("m")
                .setReducer("none")
                .setPrecision("FLOAT32")
                .build();
    }

    private static Decision decision(String reason, Instant at) {
        return Decision.newBuilder()
                .setInstance("infer-1")
                .setAt(at)
                .setTo(new Setting("m", "none", "FLOAT32"))
                .setBatchBound(1)
                .setReason(reason)
                .setLoad(Load.newBuilder()
                        .setArrivalsPerSecond(1)
                        .setBacklog(0)
                        .setOldestAgeMillis(0)
                        .setInFlight(0)
                        .build())
                .build();
    }
}
