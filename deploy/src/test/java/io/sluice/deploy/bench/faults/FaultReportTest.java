package io.sluice.deploy.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is printed of a run, to be compared with others and to be run again. */
final class FaultReportTest {
    @Test
    void countsStandInOrder() {
        Map<String, Integer> byKind = new HashMap<>(Map.of("slow-broker", 1, "kill-broker", 2, "outage", 3));
        Map<String, Long> byOutcome = Map.of("SHED", 2L, "LABELLED", 1L);

        FaultReport report =
                new FaultReport(7, "again", 6, byKind, List.of(), 3, 3, byOutcome, 0, List.of(), 9, 0, 1.5);

        assertThat(report.faultsByKind().keySet()).containsExactly("kill-broker", "outage", "slow-broker");
        assertThat(report.answersByOutcome().keySet()).containsExactly("LABELLED", "SHED");
    }

    @Test
    void theCommandThatGivesTheSamePlanNamesTheKindsThatWerePossible() {
        FaultSettings settings = new FaultSettings(7, 20, EnumSet.allOf(FaultKind.class), 3, 2, 4, 5, Optional.empty());

        assertThat(settings.replay(Set.of(FaultKind.OUTAGE, FaultKind.KILL_INGEST)))
                .isEqualTo("sluice bench faults --seed=7 --faults=20 --kinds=kill-ingest,outage --inference=3"
                        + " --ingest=2 --cameras=4 --fps=5");
    }
}
