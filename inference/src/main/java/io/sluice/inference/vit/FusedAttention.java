package io.sluice.inference.vit;

import io.sluice.inference.graph.Graph;
import io.sluice.inference.graph.Value;
import java.util.List;
import java.util.Optional;

/**
 * Multi-head self-attention in ONNX Runtime's one operation, which never has all weights in memory. What the class token
 * attends to is computed once more where a reducer asks for it.
 */
final class FusedAttention implements Attention {
    private final Value queries;
    private final Value keys;
    private final Value values;
    private final Value output;
    private final int heads;

    /**
     * Adds the node.
     *
     * @param qkv queries, already scaled, keys and values, {@code float32 [batch, tokens, width]} each
     */
    FusedAttention(Graph graph, List<Value> qkv, int heads) {
        this.queries = qkv.get(0);
        this.keys = qkv.get(1);
        this.values = qkv.get(2);
        this.heads = heads;
        this.output = graph.attention(queries, keys, values, heads);
    }

    @Override
    public Value output() {
        return output;
    }

    @Override
    public Value classAttention(Graph graph) {
        return ClassRow.of(graph, SelfAttention.byHead(graph, queries, heads), keys(graph), Optional.empty());
    }

    @Override
    public Value keys(Graph graph) {
        return SelfAttention.byHead(graph, keys, heads);
    }

    @Override
    public Value values(Graph graph) {
        return values;
    }
}
