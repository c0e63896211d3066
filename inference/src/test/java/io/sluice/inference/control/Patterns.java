package io.sluice.inference.control;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Random cases that know nothing of each other. */
final class Patterns {
    private Patterns() {}

    /** Tries the cases of the seeds from 0 on, several at the same time. */
    static void each(int patterns, IntConsumer tried) {
        IntStream.range(0, patterns).parallel().forEach(tried);
    }
}
