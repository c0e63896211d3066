package io.sluice.inference.control;

import io.sluice.inference.model.CalibratedPoint;
import io.sluice.inference.model.Ladder;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.SampleFidelity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * How faithful the points are on the frames that are really served: now and then a frame is run at a second point, dense
 * beside the one that answered it or, where dense answered, each other point in turn. What is found is mixed with what
 * calibration found, and the ladder is made anew from it.
 *
 * <p>Safe for use by all lanes.
 */
public final class LiveFidelity {
    /** Calibration counts like this many frames at most, so that what is seen today soon counts for more. */
    private static final int PRIOR_FRAMES = 50;

    /** What is remembered; beyond it each frame makes older ones count for less. */
    private static final int MEMORY_FRAMES = 500;

    /** A new ladder is made when so many frames have been compared. */
    private static final int FRAMES_PER_LADDER = 20;

    private final double share;
    private final Ladder calibrated;
    private final Consumer<Ladder> ladders;
    private final Map<OperatingPoint, Tally> tallies = new LinkedHashMap<>();
    private double credit;
    private int turn;
    private int seen;

    /**
     * What was seen of a point.
     *
     * @param point compared with dense
     * @param frames compared so far
     * @param agreement share of those of late, 0 to 1, where both named the same class
     */
    public record Seen(OperatingPoint point, long frames, double agreement) {}

    private static final class Tally {
        private long frames;
        private double agreement;
        private double divergence;

        /** The mean of all up to {@link #MEMORY_FRAMES}, then a moving one. */
        void add(boolean agrees, double nats) {
            frames++;
            double step = 1.0 / Math.min(frames, MEMORY_FRAMES);
            agreement += step * ((agrees ? 1 : 0) - agreement);
            divergence += step * (nats - divergence);
        }

        SampleFidelity mixedWith(SampleFidelity prior) {
            double weight = Math.min(prior.frames(), PRIOR_FRAMES);
            double own = Math.min(frames, MEMORY_FRAMES);
            double mixed = (weight * prior.agreement() + own * agreement) / (weight + own);
            OptionalDouble accuracy = prior.accuracy().isPresent()
                    ? OptionalDouble.of(clamped(prior.accuracy().getAsDouble() + mixed - prior.agreement()))
                    : OptionalDouble.empty();
            double nats = (weight * prior.divergence() + own * divergence) / (weight + own);
            return new SampleFidelity(clamped(mixed), nats, accuracy, (int) (weight + own));
        }

        private static double clamped(double value) {
            return Math.max(0, Math.min(1, value));
        }
    }

    /**
     * @param share of the frames to be run twice at most, 0 to 0.1
     * @param calibrated the ladder as calibration found it
     * @param ladders told of each new ladder; must not block
     */
    public LiveFidelity(double share, Ladder calibrated, Consumer<Ladder> ladders) {
        this.share = share;
        this.calibrated = calibrated;
        this.ladders = ladders;
    }

    /**
     * The second point for a frame that is about to be run at {@code point}; empty when it is not this frame's turn. A turn
     * that is not used is lost, so that the share is never exceeded.
     *
     * @param frames in its batch
     */
    public synchronized Optional<CalibratedPoint> second(OperatingPoint point, int frames) {
        List<CalibratedPoint> rungs = calibrated.rungs();
        credit = Math.min(1, credit + share * frames);
        if (credit < 1 || rungs.size() < 2) {
            return Optional.empty();
        }
        credit -= 1;
        if (!point.equals(calibrated.best().point())) {
            return Optional.of(calibrated.best());
        }
        turn = turn % (rungs.size() - 1) + 1;
        return Optional.of(rungs.get(turn));
    }

    /**
     * A frame has been run at dense and at {@code point}.
     *
     * @param agrees whether both name the same class
     * @param divergence KL(dense || point) in nats
     */
    public synchronized void saw(OperatingPoint point, boolean agrees, double divergence) {
        tallies.computeIfAbsent(point, unseen -> new Tally()).add(agrees, divergence);
        seen++;
        if (seen % FRAMES_PER_LADDER == 0) {
            ladders.accept(ladder());
        }
    }

    /** What has been seen so far, point by point. */
    public synchronized List<Seen> seen() {
        return tallies.entrySet().stream()
                .map(entry -> new Seen(entry.getKey(), entry.getValue().frames, entry.getValue().agreement))
                .toList();
    }

    private Ladder ladder() {
        List<CalibratedPoint> others = new ArrayList<>();
        for (CalibratedPoint rung :
                calibrated.rungs().subList(1, calibrated.rungs().size())) {
            Tally tally = tallies.get(rung.point());
            others.add(
                    tally == null
                            ? rung
                            : rung.withFidelity(tally.mixedWith(rung.fidelity().orElseThrow())));
        }
        return Ladder.below(calibrated.best(), others);
    }
}
