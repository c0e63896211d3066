package io.sluice.deploy.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.deploy.bench.faults.History.Answered;
import io.sluice.deploy.bench.faults.History.Name;
import io.sluice.deploy.bench.faults.History.Position;
import io.sluice.deploy.bench.faults.History.Sent;
import io.sluice.schemas.FrameCounts;
import io.sluice.schemas.ThroughputReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Counters that differ from the topics are found, and those that may differ are not. */
final class CounterCheckTest {
    private static final boolean CALM = true;

    private final History history = tenFramesOfTwoSessions();

    /** The second session of the camera has four frames; "one" answered all ten, two of them by shedding. */
    private static History tenFramesOfTwoSessions() {
        List<Sent> frames = new ArrayList<>();
        List<Answered> answers = new ArrayList<>();
        for (int frame = 0; frame < 10; frame++) {
            Position at = new Position(0, frame);
            Name name = new Name("gate", frame < 6 ? "first" : "second", (long) frame);
            frames.add(new Sent(at, name));
            answers.add(new Answered(at, at, name, frame < 2 ? "SHED" : "LABELLED", "one"));
        }
        return new History(frames, answers);
    }

    private static Life inference(boolean calm, int offered, int labelled, int shed, int handedBack) throws Exception {
        int inFlight = offered - labelled - shed - handedBack;
        return new Life(
                Role.INFERENCE,
                "one",
                json("{'offered':%d,'labelled':%d,'shed':%d,'rejected':0,'handedBack':%d,'inFlight':%d}"
                        .formatted(offered, labelled, shed, handedBack, inFlight)),
                calm);
    }

    private static Life ingest(int captured, int published, int failed) throws Exception {
        return new Life(
                Role.INGEST,
                "ingest-0-1",
                json("{'cameras':[{'camera':'gate','captured':%d,'published':%d,'shed':0,'failed':%d}]}"
                        .formatted(captured, published, failed)),
                CALM);
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text.replace('\'', '"'));
    }

    private static Map<String, ThroughputReport> reported(long offered, long labelled, long shed, long handedBack) {
        FrameCounts total = new FrameCounts(offered, labelled, shed, 0L, handedBack);
        ThroughputReport report = ThroughputReport.newBuilder()
                .setInstance("one")
                .setAt(Instant.EPOCH)
                .setIntervalMillis(1000)
                .setInterval(total)
                .setTotal(total)
                .setShedByReason(Map.of())
                .setInFlight(0)
                .setFramesPerSecond(1)
                .setModel("m")
                .setReducer("none")
                .setPrecision("FLOAT32")
                .build();
        return Map.of("one", report);
    }

    private List<Violation> check(Life life, Map<String, ThroughputReport> reports) {
        return CounterCheck.of(history, List.of(life), reports, Set.of());
    }

    @Test
    void countersThatAgreeWithTheTopicsAreRight() throws Exception {
        assertThat(check(inference(CALM, 12, 8, 2, 2), reported(12, 8, 2, 2))).isEmpty();
        assertThat(check(ingest(4, 4, 0), Map.of())).isEmpty();
    }

    @Test
    void countersThatDoNotAddUpAreFound() throws Exception {
        assertThat(check(inference(CALM, 13, 8, 2, 2), reported(13, 8, 2, 2))).isNotEmpty();
        assertThat(check(ingest(5, 4, 0), Map.of())).isNotEmpty();
    }

    @Test
    void whatIsNoCountsIsFound() throws Exception {
        for (String said : List.of("'Out of memory'", "{'offered':1}", "{'cameras':[{'camera':'gate'}]}", "{}")) {
            assertThat(check(new Life(Role.INFERENCE, "one", json(said), CALM), Map.of()))
                    .isNotEmpty();
            assertThat(check(new Life(Role.INGEST, "ingest-0-1", json(said), CALM), Map.of()))
                    .isNotEmpty();
        }
    }

    @Test
    void moreAnswersThanWereCommittedAreFoundUnlessATransactionMayHaveBeenGivenUp() throws Exception {
        assertThat(check(inference(CALM, 9, 9, 0, 0), reported(9, 9, 0, 0))).isNotEmpty();
        assertThat(check(inference(!CALM, 11, 9, 2, 0), Map.of())).isEmpty();
    }

    @Test
    void answersOfATransactionThatWasGivenUpMayBeCountedInCalmToo() throws Exception {
        Map<String, ThroughputReport> reports = reported(11, 9, 2, 0);
        List<Life> lives = List.of(inference(CALM, 11, 9, 2, 0));

        assertThat(CounterCheck.of(history, lives, reports, Set.of("one"))).isEmpty();
        assertThat(CounterCheck.of(history, lives, reports, Set.of("another"))).isNotEmpty();
    }

    @Test
    void fewerAnswersThanWereCommittedAreAlwaysFound() throws Exception {
        assertThat(check(inference(!CALM, 9, 7, 2, 0), Map.of())).isNotEmpty();
    }

    @Test
    void aLastReportThatDiffersOrIsMissingIsFound() throws Exception {
        assertThat(check(inference(CALM, 10, 8, 2, 0), reported(10, 7, 3, 0))).isNotEmpty();
        assertThat(check(inference(CALM, 10, 8, 2, 0), Map.of())).isNotEmpty();
    }

    @Test
    void framesThatWerePublishedAndAreNotThereAreFound() throws Exception {
        assertThat(check(ingest(5, 5, 0), Map.of())).isNotEmpty();
        assertThat(check(ingest(3, 3, 0), Map.of())).isNotEmpty();
    }

    @Test
    void aFrameThatFailedForWantOfAnAcknowledgementMayBeThere() throws Exception {
        assertThat(check(ingest(4, 3, 1), Map.of())).isEmpty();
        assertThat(check(ingest(5, 4, 1), Map.of())).isEmpty();
        assertThat(check(ingest(6, 5, 1), Map.of())).isNotEmpty();
    }
}
