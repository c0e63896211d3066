package io.sluice.deploy.bench;

import io.sluice.inference.model.Precision;
import io.sluice.inference.model.ReducerSpec;
import java.util.List;
import java.util.stream.Stream;

/**
 * One way to run a model.
 *
 * @param reducer method and amount
 * @param precision of the matrix products
 * @param batch images a run
 */
public record Combination(ReducerSpec reducer, Precision precision, int batch) {
    public Combination {
        if (batch < 1) {
            throw new IllegalArgumentException("Expected batches of at least one image, found " + batch + ".");
        }
    }

    /** Every combination of these, each once. */
    public static List<Combination> of(List<ReducerSpec> reducers, List<Precision> precisions, List<Integer> batches) {
        return precisions.stream()
                .flatMap(precision -> batches.stream()
                        .flatMap(batch -> reducers.stream().map(reducer -> new Combination(reducer, precision, batch))))
                .distinct()
                .toList();
    }

    /** What the speed-up is over. */
    Combination baseline() {
        return new Combination(ReducerSpec.NONE, Precision.FLOAT32, batch);
    }

    /** What the efficiency is measured against: shedding tokens alone, and not computing in fewer bits. */
    Combination dense() {
        return new Combination(ReducerSpec.NONE, precision, batch);
    }

    Stream<Combination> withReferences() {
        return Stream.of(baseline(), dense(), this);
    }
}
