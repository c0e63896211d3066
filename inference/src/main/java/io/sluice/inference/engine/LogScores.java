package io.sluice.inference.engine;

import java.util.Arrays;

/** How likely a model finds each class: natural logarithms of the softmax of one frame's logits. */
public final class LogScores {
    private final double[] values;

    private LogScores(double... values) {
        this.values = values;
    }

    /**
     * Of one frame of a run; a copy.
     *
     * @param frame of the batch
     * @throws EngineException when a logit is not a finite number
     */
    public static LogScores of(Logits logits, int frame) {
        float[] row = new float[logits.classes()];
        for (int index = 0; index < row.length; index++) {
            row[index] = logits.finite(frame, index);
        }
        return of(row);
    }

    /**
     * Of logits.
     *
     * @param logits {@code [classes]}
     */
    public static LogScores of(float... logits) {
        double[] scores = new double[logits.length];
        Arrays.setAll(scores, index -> logits[index]);
        double largest = Arrays.stream(scores).max().orElseThrow();
        double sum =
                Arrays.stream(scores).map(logit -> Math.exp(logit - largest)).sum();
        double logSum = largest + Math.log(sum);
        Arrays.setAll(scores, index -> logits[index] - logSum);
        return new LogScores(scores);
    }

    /** The logarithm of the score of class {@code index}; at most 0. */
    public double get(int index) {
        return values[index];
    }

    /** The likeliest class; of several the first. */
    public int best() {
        int best = 0;
        for (int index = 1; index < values.length; index++) {
            if (values[index] > values[best]) {
                best = index;
            }
        }
        return best;
    }

    /** Kullback-Leibler divergence KL(this || other) in nats: what is lost where {@code other} stands for this. */
    public double divergenceOf(LogScores other) {
        double sum = 0;
        for (int index = 0; index < values.length; index++) {
            sum += Math.exp(values[index]) * (values[index] - other.values[index]);
        }
        return Math.max(0, sum); // rounding alone could leave less
    }
}
