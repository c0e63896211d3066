package io.sluice.inference.reduction;

import io.sluice.inference.graph.Count;
import io.sluice.inference.graph.ElementType;
import io.sluice.inference.graph.Graph;
import io.sluice.inference.graph.Value;
import io.sluice.inference.model.VitShape;

/**
 * ToMe's matching (Bolya et al., ICLR 2023). Tokens at even positions (a) look for the most similar one at odd positions
 * (b) by their keys, averaged over the heads and of unit length; those of a with the best matches are to be merged into
 * them. The special tokens take no part. Result: special tokens, the rest of a by position, all of b.
 *
 * @param graph to add nodes to
 * @param special 1 with a class token, 2 with a distillation token behind it
 */
record BipartiteMatching(Graph graph, int special) {
    /** Position of the first of a; the class token is at 0. */
    private static final long FIRST_OF_A = 2;

    /**
     * Decides what is merged into what.
     *
     * @param keys {@code [batch, tokens, heads, d]}
     * @param removed how many tokens to merge into others, at most half of those that are not special
     */
    Merging match(Value keys, Count removed) {
        Value similarity = similarity(keys);
        Value order = graph.largest(graph.max(similarity, -1), graph.count(similarity, 1))
                .positions();
        Value merged = graph.sliceTo(order, 1, removed);
        Value unmerged = graph.sorted(graph.sliceFrom(order, 1, removed));
        Value host = graph.gather(graph.argMax(similarity, -1), merged);
        Value b = position(graph.unsqueeze(graph.range(graph.count(similarity, 2)), 0), firstOfB());
        Value positions = graph.concat(
                1, specialPositions(unmerged), position(unmerged, FIRST_OF_A), graph.expandAs(b, merged, 1));
        return new Merging(positions, position(merged, FIRST_OF_A), assignment(positions, position(host, firstOfB())));
    }

    /** {@code [batch, a, b]}: cosine. */
    private Value similarity(Value keys) {
        Value sum = graph.sum(keys, 2);
        Value direction = graph.divide(sum, graph.unsqueeze(graph.length(sum, -1), 2));
        Value a = graph.everySecond(direction, 1, FIRST_OF_A);
        Value b = graph.everySecond(direction, 1, firstOfB());
        return graph.matMul(a, graph.transpose(b, 0, 2, 1));
    }

    private long firstOfB() {
        return 2L * special - 1;
    }

    /** Where among all tokens the n-th of a or b is. */
    private Value position(Value n, long first) {
        return graph.add(graph.multiply(n, graph.scalar(2L)), graph.scalar(first));
    }

    /** INT64 {@code [batch, special]}. */
    private Value specialPositions(Value like) {
        Value positions = special == 1 ? graph.ints(0) : graph.ints(0, 1);
        return graph.expandAs(graph.unsqueeze(positions, 0), like, 1);
    }

    private Value assignment(Value positions, Value hosts) {
        Value same = graph.equal(graph.unsqueeze(positions, 2), graph.unsqueeze(hosts, 1));
        return graph.cast(same, ElementType.FLOAT);
    }

    /** Of the similarities. */
    static long macs(int tokens, VitShape shape) {
        long pairs = (long) (tokens / 2) * ((tokens - 1) / 2);
        return pairs * (shape.width() / shape.heads());
    }
}
