package io.sluice.inference.reduction;

import io.sluice.inference.graph.Graph;
import io.sluice.inference.graph.Value;

/**
 * What a block's attention shows to a reducer. Nodes are added only for what is asked, and to the graph or branch that is
 * given.
 */
public interface AttentionView {
    /** {@code [batch, heads, tokens]}: how much the class token attends to each token, after soft-max. */
    Value classAttention(Graph graph);

    /** {@code [batch, tokens, heads, width / heads]}. */
    Value keys(Graph graph);

    /** {@code [batch, tokens, width]}, the heads one behind the other. */
    Value values(Graph graph);
}
