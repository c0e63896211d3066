package io.sluice.inference.reduction;

import io.sluice.inference.graph.Count;
import io.sluice.inference.graph.Dim;
import io.sluice.inference.graph.Graph;
import io.sluice.inference.graph.Value;
import java.util.Optional;
import java.util.function.Function;

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
    Reduced apply(Graph graph, Value x, Value sizes) {
        Value ownSizes = graph.gather(sizes, positions);
        Value added = graph.multiply(assignment, graph.transpose(graph.gather(sizes, sources), 0, 2, 1));
        Value newSizes = graph.add(ownSizes, graph.unsqueeze(graph.sum(added, -1), 2));
        Value own = graph.multiply(graph.gather(x, positions), graph.divide(ownSizes, newSizes));
        Value others = graph.matMul(graph.divide(added, newSizes), graph.gather(x, sources));
        return new Reduced(graph.add(own, others), Optional.of(newSizes), this::tokens);
    }

    private Value tokens(Graph graph, Value before) {
        Value isAdded = graph.less(graph.scalar(0f), graph.max(assignment, 1));
        Value hosts = graph.where(isAdded, graph.argMax(assignment, 1), graph.scalar((long) TokenAssignment.DROPPED));
        return TokenAssignment.joined(positions, sources, hosts).of(graph, before);
    }

    /**
     * Adds the nodes of a stage: those that merge where the amount is not 0, else none, so that 0 changes nothing.
     *
     * @param amount tokens to remove
     * @param merging what to merge, decided in the graph that it is given
     */
    static Tokens inStage(Graph graph, Tokens tokens, Count amount, Function<Graph, Merging> merging) {
        Value sizes = tokens.sizes().orElseGet(() -> ones(graph, tokens.x()));
        Count none = graph.count(0);
        return tokens.withSizes(sizes)
                .reducedIfLess(
                        graph, none, amount, branch -> merging.apply(branch).apply(branch, tokens.x(), sizes));
    }

    private static Value ones(Graph graph, Value x) {
        Value one = graph.reshape(graph.scalar(1f), Dim.of(1), Dim.of(1), Dim.of(1));
        return graph.expandAs(one, x, 2);
    }
}
