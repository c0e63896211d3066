package io.sluice.inference.reduction;

import io.sluice.inference.graph.Graph;
import io.sluice.inference.graph.Value;
import java.util.Optional;

/**
 * What a stage makes of the tokens that it found.
 *
 * @param x {@code [batch, left, width]}
 * @param sizes {@code [batch, left, 1]}; absent where the stage found none
 * @param assignment where the tokens that it found are
 */
record Reduced(Value x, Optional<Value> sizes, TokenAssignment assignment) {
    /** Of tokens that nobody counts. */
    Reduced(Value x, TokenAssignment assignment) {
        this(x, Optional.empty(), assignment);
    }

    /**
     * Some tokens and no others.
     *
     * @param positions INT64 {@code [batch, left]}
     */
    static Reduced to(Graph graph, Value x, Value positions) {
        return new Reduced(graph.gather(x, positions), TokenAssignment.kept(positions));
    }
}
