package io.sluice.inference.vit;

import io.sluice.inference.graph.ElementType;
import io.sluice.inference.graph.Graph;
import io.sluice.inference.graph.Value;
import io.sluice.inference.model.Precision;

/**
 * {@link Precision#FLOAT16}: products, attention and GELU in 16 bits; the tokens themselves, their normalisation and the
 * arithmetic that a reducer decides by stay in 32, since differences between tokens are small against the tokens.
 */
record HalfArithmetic() implements Arithmetic {
    @Override
    public Operand operand(Graph graph, String name, Value x) {
        Value rows = graph.flattened(graph.cast(x, ElementType.FLOAT16));
        return (weights, weight, bias) -> {
            Value matrix = Constants.halves(graph, weights + ".weight", weight.transposed());
            Value summand = Constants.halves(graph, weights + ".bias", bias);
            return graph.unflattened(graph.affine(rows, matrix, summand), x);
        };
    }
}
