package io.sluice.inference.reduction;

import io.sluice.inference.graph.Count;
import io.sluice.inference.graph.Graph;
import io.sluice.inference.graph.Value;

/** Choosing tokens by a score; the class token has none and always stays, first. */
final class ClassRanking {
    private ClassRanking() {}

    /** {@code [batch, tokens - 1]}: how much the class token attends to each of the others, averaged over the heads. */
    static Value byAttention(Graph graph, AttentionView attention) {
        return graph.sliceFrom(graph.mean(attention.classAttention(graph), 1), 1, 1);
    }

    /**
     * Positions of the class token and of the tokens with the largest scores, in descending order.
     *
     * @param scores {@code [batch, tokens - 1]}, of all but the class token
     * @param kept how many to keep beside the class token
     * @return INT64 {@code [batch, 1 + kept]}
     */
    static Value best(Graph graph, Value scores, Count kept) {
        Value positions = graph.add(graph.largest(scores, kept).positions(), graph.scalar(1L));
        Value classToken = graph.expandAs(graph.unsqueeze(graph.ints(0), 0), positions, 1);
        return graph.concat(1, classToken, positions);
    }
}
