package io.sluice.deploy.bench;

import io.sluice.inference.model.VitShape;
import io.sluice.inference.weights.Checkpoint;
import io.sluice.inference.weights.RandomWeights;
import java.util.Locale;

/** Sizes to measure where no weights are at hand; a model's speed does not depend on what its weights are. */
public enum Architecture {
    DEIT_TINY(192, 3),
    DEIT_SMALL(384, 6),
    DEIT_BASE(768, 12);

    private static final int SEED = 1;

    private final int width;
    private final int heads;

    Architecture(int width, int heads) {
        this.width = width;
        this.heads = heads;
    }

    /** A checkpoint of this size with random weights. */
    public Checkpoint checkpoint() {
        VitShape shape = new VitShape(224, 16, width, 12, heads, 4 * width, 1000, 1);
        return new RandomWeights(toString(), shape, SEED);
    }

    /** As options name it, such as {@code deit-tiny}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
