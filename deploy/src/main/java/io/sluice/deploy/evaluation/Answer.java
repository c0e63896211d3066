package io.sluice.deploy.evaluation;

import io.sluice.inference.engine.LogScores;
import io.sluice.inference.engine.Logits;
import io.sluice.inference.engine.ScoredClass;
import io.sluice.inference.engine.TopLabels;
import java.util.List;

/**
 * What a model said of one picture.
 *
 * @param best the five likeliest classes, likeliest first
 * @param scores of all classes
 */
record Answer(List<Integer> best, LogScores scores) {
    /** Of the only frame of a run. */
    static Answer of(Logits logits) {
        List<Integer> best =
                TopLabels.FIVE.of(logits, 0).stream().map(ScoredClass::index).toList();
        return new Answer(best, LogScores.of(logits, 0));
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
        return scores.divergenceOf(other.scores);
    }
}
