package io.sluice.inference.stream;

import io.sluice.inference.control.LiveFidelity;
import io.sluice.inference.engine.LaneSet;
import io.sluice.inference.engine.LogScores;
import io.sluice.inference.engine.Logits;
import io.sluice.inference.image.FrameSlot;
import io.sluice.inference.image.FrameSlots;
import io.sluice.inference.model.CalibratedPoint;
import io.sluice.inference.model.OperatingPoint;
import java.util.List;
import java.util.Optional;

/**
 * One lane's second look at some of its frames: the first frame of a batch is kept and, when the batch has been answered and
 * nothing waits, run again at another operating point, to see whether both say the same. It belongs to one lane.
 */
final class SecondLook {
    private final LiveFidelity fidelity;
    private final OperatingPoint dense;
    private final LoadGauge gauge;
    private final FrameSlot kept;

    private CalibratedPoint first;
    private Optional<CalibratedPoint> second = Optional.empty();
    private LogScores firstScores;

    /**
     * @param fidelity says which frames, and is told what was seen
     * @param dense what the others are compared with
     * @param inputSize height and width of a frame in pixels
     */
    SecondLook(LiveFidelity fidelity, OperatingPoint dense, LoadGauge gauge, int inputSize) {
        this.fidelity = fidelity;
        this.dense = dense;
        this.gauge = gauge;
        this.kept = new FrameSlots(1, inputSize).tryAcquire().orElseThrow();
    }

    /** Keeps the first frame of a batch that is about to be run at {@code rung}, if it is this frame's turn. */
    void consider(CalibratedPoint rung, List<FrameTask> batch) {
        first = rung;
        second = fidelity.second(rung.point(), batch.size());
        second.ifPresent(chosen -> kept.copyFrom(batch.get(0).slot()));
    }

    /** What the model said of that batch. */
    void remember(Logits logits) {
        if (second.isPresent()) {
            firstScores = LogScores.of(logits, 0);
        }
    }

    /** Runs the kept frame again, if there is one and nobody has to wait for that. */
    void take(LaneSet lanes) {
        Optional<CalibratedPoint> chosen = second.filter(rung -> gauge.leavesTimeFor(gauge.timeToRun(rung, 1), first));
        second = Optional.empty();
        if (chosen.isPresent()) {
            OperatingPoint other = chosen.get().point();
            LogScores secondScores = LogScores.of(lanes.run(other, List.of(kept)), 0);
            boolean denseFirst = first.point().equals(dense);
            LogScores reference = denseFirst ? firstScores : secondScores;
            LogScores answer = denseFirst ? secondScores : firstScores;
            fidelity.saw(
                    denseFirst ? other : first.point(),
                    reference.best() == answer.best(),
                    reference.divergenceOf(answer));
        }
    }
}
