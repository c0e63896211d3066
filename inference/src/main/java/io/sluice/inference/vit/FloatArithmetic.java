package io.sluice.inference.vit;

import io.sluice.inference.graph.Graph;
import io.sluice.inference.graph.Value;
import io.sluice.inference.model.Precision;

/** {@link Precision#FLOAT32}. */
record FloatArithmetic() implements Arithmetic {
    @Override
    public Operand operand(Graph graph, String name, Value x) {
        return (weights, weight, bias) -> {
            Value product = graph.matMul(x, Constants.floats(graph, weights + ".weight", weight.transposed()));
            return graph.add(product, Constants.floats(graph, weights + ".bias", bias));
        };
    }
}
