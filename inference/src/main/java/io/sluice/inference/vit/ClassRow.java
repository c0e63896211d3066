package io.sluice.inference.vit;

import io.sluice.inference.graph.ElementType;
import io.sluice.inference.graph.Graph;
import io.sluice.inference.graph.Value;
import java.util.Optional;

/** What the class token attends to, computed by itself in 32 bits: one row of as many as there are tokens. */
final class ClassRow {
    private ClassRow() {}

    /**
     * The row after soft-max.
     *
     * @param queries {@code [batch, tokens, heads, d]}, already scaled
     * @param keys as {@code queries}
     * @param bias {@code float32 [batch, 1, 1, tokens]}, added before soft-max
     * @return {@code float32 [batch, heads, tokens]}
     */
    static Value of(Graph graph, Value queries, Value keys, Optional<Value> bias) {
        Value query = graph.cast(graph.sliceTo(queries, 1, 1), ElementType.FLOAT);
        Value keysByHead = graph.transpose(graph.cast(keys, ElementType.FLOAT), 0, 2, 3, 1);
        Value products = graph.matMul(graph.transpose(query, 0, 2, 1, 3), keysByHead);
        return graph.pick(graph.softmax(bias.map(b -> graph.add(products, b)).orElse(products)), 2, 0);
    }
}
