package io.sluice.inference.reference;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** How clear the choices were: the smallest difference that decided one, over the largest number compared. */
final class Margin {
    private double smallest = Double.POSITIVE_INFINITY;

    double smallest() {
        return smallest;
    }

    /** Notes a choice between two numbers. */
    void note(double one, double other, double scale) {
        smallest = Math.min(smallest, Math.abs(one - other) / scale);
    }

    /** Positions in descending order of score; the order of the first {@code ordered}, and who they are, has to be clear. */
    int[] ranking(double[] scores, int ordered) {
        int[] ranking = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(position -> -scores[position]))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int rank = 1; rank < ranking.length && rank <= ordered; rank++) {
            note(scores[ranking[rank - 1]], scores[ranking[rank]], scale(scores));
        }
        return ranking;
    }

    /** The same where only who the first {@code chosen} are has to be clear. */
    int[] chosen(double[] scores, int chosen) {
        int[] ranking = ranking(scores, 0);
        if (chosen > 0 && chosen < ranking.length) {
            note(scores[ranking[chosen - 1]], scores[ranking[chosen]], scale(scores));
        }
        return Arrays.copyOf(ranking, chosen);
    }

    /** The position of the largest. */
    int largest(double[] scores) {
        return ranking(scores, 1)[0];
    }

    private static double scale(double[] scores) {
        return Arrays.stream(scores).map(Math::abs).max().orElseThrow();
    }
}
