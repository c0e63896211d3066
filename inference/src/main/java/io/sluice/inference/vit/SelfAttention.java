package io.sluice.inference.vit;

import io.sluice.inference.graph.Dim;
import io.sluice.inference.graph.ElementType;
import io.sluice.inference.graph.Graph;
import io.sluice.inference.graph.Value;
import java.util.List;
import java.util.Optional;

/**
 * Multi-head self-attention in the standard's own operations, which every runtime takes. For floats ONNX Runtime's fused
 * form ({@link FusedAttention}) is hardly faster, and it is less exact: its error flips near-ties between tokens twice as often.
 */
final class SelfAttention implements Attention {
    private final Value queries;
    private final Value keys;
    private final Value values;
    private final Optional<Value> bias;
    private final Value weights;
    private final Value output;

    /**
     * Adds the nodes.
     *
     * @param qkv queries, already scaled, keys and values, {@code [batch, tokens, width]} each
     * @param sizes {@code [batch, tokens, 1]}, how many times each token counts as a key; once where absent
     */
    SelfAttention(Graph graph, List<Value> qkv, Optional<Value> sizes, int heads) {
        this.keys = byHead(graph, qkv.get(1), heads);
        this.values = qkv.get(2);
        this.queries = byHead(graph, qkv.get(0), heads);
        this.bias = sizes.map(counts -> bias(graph, counts));
        Value keysByHead = graph.transpose(this.keys, 0, 2, 1, 3);
        Value products = graph.matMul(graph.transpose(queries, 0, 2, 1, 3), graph.transpose(keysByHead, 0, 1, 3, 2));
        this.weights = graph.softmax(bias.map(summand -> graph.add(products, graph.cast(summand, products.type())))
                .orElse(products));
        Value mixed = graph.matMul(weights, graph.transpose(byHead(graph, values, heads), 0, 2, 1, 3));
        this.output = graph.reshape(graph.transpose(mixed, 0, 2, 1, 3), values.dim(0), values.dim(1), values.dim(2));
    }

    /** {@code [batch, tokens, width]} to {@code [batch, tokens, heads, width / heads]}. */
    static Value byHead(Graph graph, Value x, int heads) {
        Dim width = Dim.of(x.dim(2).constant() / heads);
        return graph.reshape(x, x.dim(0), x.dim(1), Dim.of(heads), width);
    }

    /** {@code [batch, 1, 1, tokens]}: a key that stands for w tokens gets log w more; exactly 0 where it stands for one. */
    private static Value bias(Graph graph, Value sizes) {
        return graph.reshape(graph.log(sizes), sizes.dim(0), Dim.of(1), Dim.of(1), sizes.dim(1));
    }

    @Override
    public Value output() {
        return output;
    }

    /** In 16 bits near ones would become equal, so there it is computed once more. */
    @Override
    public Value classAttention(Graph graph) {
        return weights.type() == ElementType.FLOAT
                ? graph.pick(weights, 2, 0)
                : ClassRow.of(graph, queries, keys, bias);
    }

    @Override
    public Value keys(Graph graph) {
        return graph.cast(keys, ElementType.FLOAT);
    }

    @Override
    public Value values(Graph graph) {
        return graph.cast(values, ElementType.FLOAT);
    }
}
