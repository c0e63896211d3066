package io.sluice.inference.reduction;

import io.sluice.inference.graph.Graph;
import io.sluice.inference.graph.Value;
import java.util.Optional;

/**
 * Which tokens stay, and which others are added to them: the tokens at {@code positions}, in this order, each plus those of
 * {@code sources} that {@code assignment} gives it, weighted by size. Nothing assigned: those tokens as they are.
 *
 * <p>The addition is a product with a matrix of zeros and ones, not a scattered one: ONNX Runtime scatters in parallel
 * without regard to equal indices, so sums would depend on the number of threads.
 *
 * @param positions INT64 {@code [batch, left]}
 * @param sources INT64 {@code [batch, removed]}
 * @param assignment {@code [batch, left, removed]}, 1 where that source is added to that token, else 0
 */
record Merging(Value positions, Value sources, Value assignment) {
    /**
     * Merges tokens.
     *
     * @param x {@code [batch, tokens, width]}
     * @param sizes {@code [batch, tokens, 1]}
     */
    Tokens apply(Graph graph, Value x, Value sizes) {
        Value ownSizes = graph.gather(sizes, positions);
        Value added = graph.multiply(assignment, graph.transpose(graph.gather(sizes, sources), 0, 2, 1));
        Value newSizes = graph.add(ownSizes, graph.unsqueeze(graph.sum(added, -1), 2));
        Value own = graph.multiply(graph.gather(x, positions), graph.divide(ownSizes, newSizes));
        Value others = graph.matMul(graph.divide(added, newSizes), graph.gather(x, sources));
        return new Tokens(graph.add(own, others), Optional.of(newSizes));
    }
}
