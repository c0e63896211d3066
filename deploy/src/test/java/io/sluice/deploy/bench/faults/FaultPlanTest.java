package io.sluice.deploy.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for the plan of any seed. */
final class FaultPlanTest {
    private static final FaultPlan.Cast CAST =
            new FaultPlan.Cast(Map.of(Role.BROKER, 3, Role.INGEST, 2, Role.INFERENCE, 4));
    private static final Set<FaultKind> ALL = EnumSet.allOf(FaultKind.class);

    private static List<Fault> faults(long seed, int count) {
        return FaultPlan.of(seed, count, ALL, CAST).faults();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, -1, Long.MAX_VALUE})
    void theSameSeedGivesTheSamePlanAndALongerOneBeginsAlike(long seed) {
        assertThat(faults(seed, 50))
                .isEqualTo(faults(seed, 50))
                .isEqualTo(faults(seed, 200).subList(0, 50));
    }

    @Test
    void otherSeedsGiveOtherPlans() {
        assertThat(faults(1, 50)).isNotEqualTo(faults(2, 50));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, -1, Long.MAX_VALUE})
    void faultsComeInOrderAndBefallSomeoneWhoIsThere(long seed) {
        List<Fault> faults = faults(seed, 500);

        assertThat(faults).hasSize(500).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
        assertThat(faults).allSatisfy(fault -> {
            assertThat(fault.target())
                    .isBetween(0, CAST.members().get(fault.kind().role()) - 1);
            assertThat(fault.lasting()).isBetween(Duration.ZERO, Duration.ofSeconds(10));
            assertThat(fault.step().abs()).isLessThan(Duration.ofHours(1));
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, -1, Long.MAX_VALUE})
    void faultsOfBrokersNeverOverlap(long seed) {
        List<Fault> ofBrokers = faults(seed, 500).stream()
                .filter(fault -> fault.kind().role() == Role.BROKER)
                .toList();

        for (int i = 1; i < ofBrokers.size(); i++) {
            assertThat(ofBrokers.get(i).at()).isGreaterThan(ofBrokers.get(i - 1).end());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, -1, Long.MAX_VALUE})
    void everyKindComesAsOftenAsItHasCards(long seed) {
        int deck = ALL.stream().mapToInt(FaultKind::cards).sum();

        assertThat(FaultPlan.of(seed, 3 * deck, ALL, CAST).counts())
                .containsOnlyKeys(ALL)
                .allSatisfy((kind, count) -> assertThat(count).isEqualTo(3 * kind.cards()));
    }

    @Test
    void onlyWhatIsPossibleIsPlanned() {
        Set<FaultKind> possible = EnumSet.of(FaultKind.KILL_BROKER, FaultKind.REBALANCE);

        assertThat(FaultPlan.of(5, 40, possible, CAST).counts()).containsOnlyKeys(possible);
    }

    @Test
    void onlyClocksStep() {
        assertThat(faults(5, 200))
                .allSatisfy(fault -> assertThat(fault.step().isZero())
                        .isEqualTo(!fault.kind().stepsClock()));
    }
}
