package io.sluice.inference.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The operating points to choose from, best quality first, fastest last.
 *
 * @param rungs at least one, each faster than the one before; the fidelity of several must have been measured
 */
public record Ladder(List<CalibratedPoint> rungs) {
    private static final Comparator<CalibratedPoint> FAITHFUL_FIRST = Comparator.comparingDouble(
                    (CalibratedPoint rung) -> -measured(rung).quality())
            .thenComparingDouble(rung -> measured(rung).divergence())
            .thenComparing(CalibratedPoint::timePerFrame);

    public Ladder {
        rungs = List.copyOf(rungs);
        if (rungs.isEmpty()) {
            throw new IllegalArgumentException("Expected at least one operating point.");
        }
        if (rungs.size() > 1) {
            rungs.forEach(Ladder::measured);
        }
        for (int rung = 1; rung < rungs.size(); rung++) {
            if (rungs.get(rung).timePerFrame().compareTo(rungs.get(rung - 1).timePerFrame()) >= 0) {
                throw new IllegalArgumentException("Expected each rung to be faster than the one before, found "
                        + rungs.get(rung) + " after " + rungs.get(rung - 1) + ".");
            }
        }
    }

    /**
     * The Pareto set of {@code others} below {@code best}: no point stays that is no faster than a more faithful one.
     * {@code best} stays even where samples, being few, find another one better: it is what the others are measured against.
     */
    public static Ladder below(CalibratedPoint best, List<CalibratedPoint> others) {
        List<CalibratedPoint> rungs = new ArrayList<>(List.of(best));
        others.stream().sorted(FAITHFUL_FIRST).forEach(next -> {
            if (next.timePerFrame().compareTo(rungs.get(rungs.size() - 1).timePerFrame()) < 0) {
                rungs.add(next);
            }
        });
        return new Ladder(rungs);
    }

    private static SampleFidelity measured(CalibratedPoint rung) {
        return rung.fidelity()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Expected points whose fidelity was measured, found " + rung.point() + "."));
    }

    /** What was measured of {@code point}; empty where it is not on the ladder. */
    public Optional<CalibratedPoint> rung(OperatingPoint point) {
        return rungs.stream().filter(rung -> rung.point().equals(point)).findFirst();
    }

    /** The rung of best quality. */
    public CalibratedPoint best() {
        return rungs.get(0);
    }

    /** The rung of least service time. */
    public CalibratedPoint fastest() {
        return rungs.get(rungs.size() - 1);
    }
}
