package io.sluice.inference.reduction;

import io.sluice.inference.graph.Count;
import io.sluice.inference.graph.Dim;
import io.sluice.inference.graph.Graph;
import io.sluice.inference.graph.Value;

/**
 * What becomes of the tokens that a stage finds: of each, where the token is that holds it afterwards. Every stage says so, and
 * only a model that shows its tokens has the nodes that compute it.
 */
@FunctionalInterface
interface TokenAssignment {
    /** In place of a position: no token holds it any more. */
    int DROPPED = -1;

    /**
     * Adds the nodes.
     *
     * @param before {@code [batch, tokens, width]}, what the stage found
     * @return INT64 {@code [batch, tokens]}: the position, among the tokens left, of the one that holds it; or {@value #DROPPED}
     */
    Value of(Graph graph, Value before);

    /**
     * Some tokens stay, all others are dropped.
     *
     * @param positions INT64 {@code [batch, left]}, of those that stay, in the order in which they are left
     */
    static TokenAssignment kept(Value positions) {
        return (graph, before) -> placed(graph, everywhere(graph, graph.scalar((long) DROPPED), before), positions);
    }

    /**
     * The first tokens stay, all others are dropped.
     *
     * @param left how many stay
     */
    static TokenAssignment front(Count left) {
        return (graph, before) -> kept(graph.expandAs(graph.unsqueeze(graph.range(left), 0), before, 1))
                .of(graph, before);
    }

    /**
     * Some tokens stay, all others become one more, the last.
     *
     * @param positions as for {@link #kept}
     */
    static TokenAssignment fused(Value positions) {
        return (graph, before) -> {
            Value last = graph.count(positions, 1).value();
            return placed(graph, everywhere(graph, last, before), positions);
        };
    }

    /**
     * Some tokens stay, others are added to them. Those of neither kind are dropped.
     *
     * @param positions as for {@link #kept}; what is among the {@code sources} as well stays
     * @param sources INT64 {@code [batch, removed]}, positions of those that are added, all different
     * @param hosts INT64 {@code [batch, removed]}, where among the tokens left each is added; {@value #DROPPED}: nowhere
     */
    static TokenAssignment joined(Value positions, Value sources, Value hosts) {
        return (graph, before) -> {
            Value nowhere = everywhere(graph, graph.scalar((long) DROPPED), before);
            return placed(graph, graph.scatter(nowhere, sources, hosts), positions);
        };
    }

    /** INT64 {@code [batch, tokens]} of one number. */
    private static Value everywhere(Graph graph, Value number, Value before) {
        Value one = graph.reshape(number, Dim.of(1), Dim.of(1), Dim.of(1));
        return graph.squeeze(graph.expandAs(one, before, 2), 2);
    }

    /** The tokens that stay, in their order; all others as they are in {@code others}. */
    private static Value placed(Graph graph, Value others, Value positions) {
        Value order = graph.unsqueeze(graph.range(graph.count(positions, 1)), 0);
        return graph.scatter(others, positions, graph.expandAs(order, positions, 2));
    }
}
