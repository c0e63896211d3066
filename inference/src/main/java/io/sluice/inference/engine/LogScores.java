package io.sluice.inference.engine;

import java.util.Arrays;

/** What a model said of one frame: the natural logarithms of its softmax scores, {@code [classes]}. */
public final class LogScores {
    private final double[] values;

    private LogScores(double[] values) {
        this.values = values;
    }

    /** Of frame {@code frame} of a batch; a copy. */
    public static LogScores of(Logits logits, int frame) {
        float[] row = new float[logits.classes()];
        logits.copyRow(frame, row);
        return of(row);
    }

    /** Of a row of logits, {@code [classes]}. */
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

    /** The likeliest class; the first of several. */
    public int best() {
        int best = 0;
        for (int index = 1; index < values.length; index++) {
            best = values[index] > values[best] ? index : best;
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
