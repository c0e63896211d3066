package io.sluice.training;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * A part of the training.
 *
 * @param side height and width of the pictures in pixels
 * @param awake blocks that are trained; the others are left out, which they would change nothing in
 * @param steps batches
 * @param rate largest learning rate
 * @param uses how many times a picture is seen: to draw a small one takes as long as to learn from it
 */
record Stage(int side, SortedSet<Integer> awake, int steps, float rate, int uses) {
    /** Pictures in a batch. */
    static final int BATCH = 32;

    private static final SortedSet<Integer> FIRST = of(IntStream.of(0, 3, 6, 9, 11));
    private static final SortedSet<Integer> ALL = of(IntStream.range(0, 12));

    /**
     * Small pictures and few of the blocks first: a step costs a sixth of what one costs at the end. Every third block, where
     * token reducers look at the attention, is among the first.
     */
    static final List<Stage> ALL_STAGES = List.of(
            new Stage(64, FIRST, 2000, 2e-3f, 4),
            new Stage(64, FIRST, 1500, 1.2e-3f, 4),
            new Stage(96, FIRST, 1000, 8e-4f, 2),
            new Stage(96, ALL, 250, 5e-4f, 1),
            new Stage(96, ALL, 400, 6e-4f, 1));

    private static SortedSet<Integer> of(IntStream blocks) {
        return Collections.unmodifiableSortedSet(new TreeSet<>(blocks.boxed().toList()));
    }

    /** Blocks that are trained from the beginning. */
    static SortedSet<Integer> firstAwake() {
        return FIRST;
    }
}
