package io.sluice.inference.reference;

import io.sluice.inference.model.VitShape;
import io.sluice.inference.reference.ReferenceReduction.Settings;
import io.sluice.inference.reference.ReferenceVit.Attention;
import io.sluice.inference.reference.ReferenceVit.Tokens;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/** Patches dropped blindly: the first stage shuffles them by the seed, and each stage keeps the front. */
record ReferenceRandom(Settings settings, VitShape shape) implements ReferenceReduction {
    @Override
    public Tokens insideBlock(int block, Tokens tokens, Attention attention) {
        int stage = settings.blocks().indexOf(block);
        int n = tokens.x().length - 1;
        int left = stage < 0 ? n : (int) (shape.patches() * Math.pow(settings.number("keep"), stage + 1));
        if (left == n) {
            return tokens;
        }
        int[] order = stage == 0 ? shuffled(n) : IntStream.rangeClosed(1, n).toArray();
        int[] kept =
                IntStream.concat(IntStream.of(0), Arrays.stream(order, 0, left)).toArray();
        return new Tokens(
                ReferenceClassAttention.rows(tokens, kept),
                new double[0],
                tokens.held().at(kept));
    }

    /** The numbers 1 to n as Fisher and Yates shuffle them, from the back. */
    private int[] shuffled(int n) {
        Random random = new Random(settings.whole("seed"));
        int[] order = IntStream.rangeClosed(1, n).toArray();
        for (int last = n - 1; last > 0; last--) {
            int other = random.nextInt(last + 1);
            int moved = order[last];
            order[last] = order[other];
            order[other] = moved;
        }
        return order;
    }
}
