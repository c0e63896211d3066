package io.sluice.inference.vit;

import io.sluice.inference.graph.Graph;
import io.sluice.inference.graph.Value;
import io.sluice.inference.model.Precision;

/**
 * {@link Precision#FLOAT32}. Product and bias are one Gemm over the rows of all tokens: no pass over the results for the
 * bias alone, and no fusion of bias and GELU, which ONNX Runtime computes twice as slowly as GELU by itself.
 */
record FloatArithmetic() implements Arithmetic {
    @Override
    public Operand operand(Graph graph, String name, Value x) {
        Value rows = graph.flattened(x);
        return (weights, weight, bias) -> {
            Value matrix = Constants.floats(graph, weights + ".weight", weight.transposed());
            Value summand = Constants.floats(graph, weights + ".bias", bias);
            return graph.unflattened(graph.affine(rows, matrix, summand), x);
        };
    }
}
