package io.sluice.inference.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The likeliest classes of a row of logits with their softmax scores. One pass keeps the best {@code count} in order by
 * insertion, a second sums exp(logit - largest); nothing is sorted or copied.
 *
 * @param count classes to give, fewer when the model has fewer
 */
public record TopLabels(int count) {
    /** As ImageNet's top-5. */
    public static final TopLabels FIVE = new TopLabels(5);

    public TopLabels {
        if (count < 1) {
            throw new IllegalArgumentException("Expected at least one label, found " + count + ".");
        }
    }

    /**
     * Of one frame, likeliest first; equal logits in the order of their classes.
     *
     * @throws EngineException when a logit is not a finite number
     */
    public List<ScoredClass> of(Logits logits, int frame) {
        int[] best = best(logits, frame);
        double largest = logits.get(frame, best[0]);
        double sum = 0;
        for (int index = 0; index < logits.classes(); index++) {
            sum += Math.exp(logits.get(frame, index) - largest);
        }
        List<ScoredClass> scored = new ArrayList<>(best.length);
        for (int index : best) {
            scored.add(new ScoredClass(index, (float) (Math.exp(logits.get(frame, index) - largest) / sum)));
        }
        return Collections.unmodifiableList(scored);
    }

    private int[] best(Logits logits, int frame) {
        int[] best = new int[Math.min(count, logits.classes())];
        int found = 0;
        for (int index = 0; index < logits.classes(); index++) {
            float logit = logits.finite(frame, index);
            if (found < best.length) {
                found++;
            } else if (logit <= logits.get(frame, best[found - 1])) {
                continue;
            }
            int place = found - 1;
            while (place > 0 && logit > logits.get(frame, best[place - 1])) {
                best[place] = best[place - 1];
                place--;
            }
            best[place] = index;
        }
        return best;
    }
}
