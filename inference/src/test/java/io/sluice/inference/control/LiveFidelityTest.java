package io.sluice.inference.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.sluice.inference.model.CalibratedPoint;
import io.sluice.inference.model.Ladder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LiveFidelityTest {
    private final Ladder ladder = Ladders.of(new double[] {30, 20, 10}, new double[] {1, 0.95, 0.8});
    private final CalibratedPoint dense = ladder.rungs().get(0);
    private final CalibratedPoint middle = ladder.rungs().get(1);
    private final CalibratedPoint fastest = ladder.rungs().get(2);
    private final List<Ladder> ladders = new ArrayList<>();

    @Test
    void noMoreThanTheShareIsRunTwice() {
        LiveFidelity fidelity = new LiveFidelity(0.01, ladder, ladders::add);
        int twice = 0;
        for (int frame = 0; frame < 10_000; frame++) {
            if (fidelity.second(middle.point(), 1).isPresent()) {
                fidelity.saw(middle.point(), true, 0);
                twice++;
            }
        }
        assertThat(twice).isBetween(99, 100);
    }

    @Test
    void aTurnThatIsNotUsedIsLost() {
        LiveFidelity fidelity = new LiveFidelity(0.5, ladder, ladders::add);
        for (int frame = 0; frame < 100; frame++) {
            assertThat(fidelity.second(middle.point(), 1).isPresent()).isEqualTo(frame % 2 == 1);
        }
    }

    @Test
    void denseIsRunBesideAnyOtherPointAndTheOthersInTurnBesideDense() {
        LiveFidelity fidelity = new LiveFidelity(1, ladder, ladders::add);

        assertThat(fidelity.second(fastest.point(), 1)).contains(dense);
        assertThat(fidelity.second(dense.point(), 1)).contains(middle);
        assertThat(fidelity.second(dense.point(), 1)).contains(fastest);
        assertThat(fidelity.second(dense.point(), 1)).contains(middle);
    }

    @Test
    void aLadderOfOneRungIsNeverRunTwice() {
        LiveFidelity fidelity = new LiveFidelity(1, new Ladder(List.of(dense)), ladders::add);

        assertThat(fidelity.second(dense.point(), 1)).isEmpty();
    }

    @Test
    void whatIsSeenMovesTheLadderAndAPointThatIsWorseAndSlowerLeavesIt() {
        LiveFidelity fidelity = new LiveFidelity(1, ladder, ladders::add);
        Random random = new Random(1);
        for (int frame = 0; frame < 2_000; frame++) {
            fidelity.saw(middle.point(), random.nextDouble() < 0.6, 1);
            fidelity.saw(fastest.point(), random.nextDouble() < 0.9, 0.1);
        }

        Ladder last = ladders.get(ladders.size() - 1);
        assertThat(last.rungs()).extracting(CalibratedPoint::point).containsExactly(dense.point(), fastest.point());
        assertThat(last.fastest().fidelity().orElseThrow().agreement()).isCloseTo(0.9, within(0.05));
        assertThat(fidelity.seen())
                .extracting(LiveFidelity.Seen::point, LiveFidelity.Seen::frames)
                .contains(tuple(middle.point(), 2_000L));
    }

    @Test
    void aFewFramesDoNotOverruleTheCalibration() {
        LiveFidelity fidelity = new LiveFidelity(1, ladder, ladders::add);
        for (int frame = 0; frame < 20; frame++) {
            fidelity.saw(fastest.point(), frame % 2 == 0, 0.3);
        }

        Optional<CalibratedPoint> rung = ladders.get(0).rung(fastest.point());
        assertThat(rung.orElseThrow().fidelity().orElseThrow().agreement())
                .isCloseTo((50 * 0.8 + 20 * 0.5) / 70, within(1e-9));
    }
}
