package io.sluice.inference.reduction;

import io.sluice.inference.graph.Count;
import io.sluice.inference.graph.ElementType;
import io.sluice.inference.graph.Graph;
import io.sluice.inference.graph.Value;
import java.util.Optional;

/**
 * ToMe's merging (Bolya et al., ICLR 2023). Tokens at even positions (a) look for the most similar one at odd positions
 * (b) by their keys, averaged over the heads and of unit length; those of a with the best matches are merged into them,
 * weighted by size. The special tokens take no part. Result: special tokens, the rest of a by position, all of b.
 *
 * <p>Merging is a product with a matrix of zeros and ones, not a scattered addition: ONNX Runtime adds in parallel without
 * regard to equal indices, so the sum would depend on the number of threads.
 */
final class BipartiteMerge {
    private final Graph graph;
    private final int special;
    private final Value merged;
    private final Value unmerged;
    private final Value assignment;

    /**
     * Decides what is merged into what.
     *
     * @param keys {@code [batch, tokens, heads, d]}
     * @param removed how many tokens to merge into others, at most half of those that are not special
     * @param special 1 with a class token, 2 with a distillation token behind it
     */
    BipartiteMerge(Graph graph, Value keys, Count removed, int special) {
        this.graph = graph;
        this.special = special;
        Value mean = graph.squeeze(graph.mean(keys, 2), 2);
        Value direction = graph.divide(mean, graph.length(mean, -1));
        Value similarity = graph.matMul(a(direction), graph.transpose(b(direction), 0, 2, 1));
        Value best = graph.squeeze(graph.max(similarity, -1), -1);
        Value host = graph.squeeze(graph.argMax(similarity, -1), -1);
        Value order = graph.largest(best, graph.count(best, -1)).positions();
        this.merged = graph.sliceTo(order, 1, removed);
        this.unmerged = graph.sorted(graph.sliceFrom(order, 1, removed));
        this.assignment = assignment(graph.gather(host, merged), graph.count(similarity, -1));
    }

    /** {@code [batch, b, merged]}: 1 where that one of a goes to this one of b, else 0. */
    private Value assignment(Value hosts, Count b) {
        Value candidates = graph.unsqueeze(graph.range(b), 1);
        return graph.cast(graph.equal(graph.unsqueeze(hosts, 1), candidates), ElementType.FLOAT);
    }

    /**
     * Merges tokens.
     *
     * @param x {@code [batch, tokens, width]}
     * @param sizes {@code [batch, tokens, 1]}
     */
    Tokens merge(Value x, Value sizes) {
        Value newSizes = summed(sizes);
        return new Tokens(graph.divide(summed(graph.multiply(x, sizes)), newSizes), Optional.of(newSizes));
    }

    /** Sums over the groups, in the order of the result. */
    private Value summed(Value weighted) {
        Value a = a(weighted);
        Value b = graph.add(b(weighted), graph.matMul(assignment, graph.gather(a, merged)));
        return graph.concat(1, graph.sliceTo(weighted, 1, special), graph.gather(a, unmerged), b);
    }

    private Value a(Value tokens) {
        return graph.everySecond(tokens, 1, 2);
    }

    private Value b(Value tokens) {
        return graph.everySecond(tokens, 1, 2L * special - 1);
    }
}
