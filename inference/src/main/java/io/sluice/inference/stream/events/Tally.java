package io.sluice.inference.stream.events;

import java.util.OptionalDouble;

/**
 * Sums over frames, from which the figures of an interval are made.
 *
 * @param frames how many
 * @param weight sum of their weights
 * @param score sum of the class's scores, each times its weight
 * @param best sum of the weights of those whose best class it is
 * @param measured how many were labelled at a point whose fidelity is measured
 * @param fidelity sum of these fidelities
 */
record Tally(long frames, double weight, double score, double best, long measured, double fidelity) {
    static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0);

    Tally plus(Sighting frame) {
        return new Tally(
                frames + 1,
                weight + frame.weight(),
                score + frame.weight() * frame.score(),
                best + (frame.best() ? frame.weight() : 0),
                measured + (frame.fidelity().isPresent() ? 1 : 0),
                fidelity + frame.fidelity().orElse(0));
    }

    double meanScore() {
        return share(score);
    }

    double stability() {
        return share(best);
    }

    OptionalDouble meanFidelity() {
        return measured == 0 ? OptionalDouble.empty() : OptionalDouble.of(Math.min(1, fidelity / measured));
    }

    /** Never above 1, as rounding would have it. */
    private double share(double part) {
        return Math.min(1, part / weight);
    }
}
