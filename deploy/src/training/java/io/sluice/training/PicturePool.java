package io.sluice.training;

import io.sluice.ingest.source.SyntheticScene;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Recent pictures, each of which is seen several times on average, each time in other colours. */
final class PicturePool {
    private static final int CAPACITY = 2048;

    private final SceneSampler sampler;
    private final SplittableRandom random;
    private final Picture[] pictures;
    private final int uses;
    private int oldest;

    PicturePool(SceneSampler sampler, int uses, SplittableRandom random) {
        this.sampler = sampler;
        this.random = random;
        this.uses = uses;
        pictures = Stream.generate(sampler::next).limit(CAPACITY).toArray(Picture[]::new);
    }

    /** Pictures chosen at random, after a few new ones have taken the places of the oldest. */
    Batch next(int size) {
        for (int i = 0; i < size / uses; i++) {
            pictures[oldest] = sampler.next();
            oldest = (oldest + 1) % CAPACITY;
        }
        return batch(size);
    }

    private Batch batch(int size) {
        ByteBuffer pixels = ByteBuffer.allocateDirect(size * pictures[0].bytes());
        IntBuffer classes = IntBuffer.allocate(size);
        IntBuffer patches = IntBuffer.allocate(size * sampler.patches());
        for (int i = 0; i < size; i++) {
            Picture picture = pictures[random.nextInt(CAPACITY)];
            picture.putPixels(pixels, random);
            classes.put(picture.shape());
            picture.putPatches(
                    patches, sampler.patches(), SyntheticScene.classNames().size());
        }
        return new Batch(pixels.flip(), classes.flip(), patches.flip());
    }
}
