package io.sluice.deploy.evaluation;

import io.sluice.inference.engine.Logits;
import io.sluice.inference.engine.ScoredClass;
import io.sluice.inference.engine.TopLabels;
import java.util.Arrays;
import java.util.List;

/** What a model said of one picture. */
final class Answer {
    private final List<Integer> best;
    private final double[] logScores;

    /**
     * An answer.
     *
     * @param best the five likeliest classes, likeliest first
     * @param logScores natural logarithms of the softmax scores, {@code [classes]}
     */
    Answer(List<Integer> best, double... logScores) {
        this.best = best;
        this.logScores = logScores;
    }

    /** Of the only frame of a run. */
    static Answer of(Logits logits) {
        List<Integer> best =
                TopLabels.FIVE.of(logits, 0).stream().map(ScoredClass::index).toList();
        float[] row = new float[logits.classes()];
        logits.copyRow(0, row);
        return new Answer(best, logSoftmax(row));
    }

    static double[] logSoftmax(float[] logits) {
        double[] scores = new double[logits.length];
        Arrays.setAll(scores, index -> logits[index]);
        double largest = Arrays.stream(scores).max().orElseThrow();
        double sum =
                Arrays.stream(scores).map(logit -> Math.exp(logit - largest)).sum();
        double logSum = largest + Math.log(sum);
        Arrays.setAll(scores, index -> logits[index] - logSum);
        return scores;
    }

    /** The likeliest class. */
    int first() {
        return best.get(0);
    }

    /** Whether a class is among the five likeliest. */
    boolean hasAmongBest(int label) {
        return best.contains(label);
    }

    /** Kullback-Leibler divergence KL(this || other) in nats: what is lost where {@code other} stands for this. */
    double divergenceOf(Answer other) {
        double sum = 0;
        for (int index = 0; index < logScores.length; index++) {
            sum += Math.exp(logScores[index]) * (logScores[index] - other.logScores[index]);
        }
        return Math.max(0, sum); // rounding alone could leave less
    }
}
