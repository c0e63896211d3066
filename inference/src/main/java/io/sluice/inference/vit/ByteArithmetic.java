package io.sluice.inference.vit;

import io.sluice.inference.graph.Graph;
import io.sluice.inference.graph.Operators;
import io.sluice.inference.graph.Value;
import io.sluice.inference.model.ActivationRange;
import io.sluice.inference.model.ActivationRanges;
import io.sluice.inference.model.Precision;

/**
 * {@link Precision#INT8}: products of whole numbers, summed up exactly. Weights have a scale for each output; operands one that
 * was measured beforehand, so that nothing depends on the other pictures of a batch.
 */
record ByteArithmetic(ActivationRanges ranges) implements Arithmetic {
    @Override
    public Operand operand(Graph graph, String name, Value x) {
        ActivationRange range = ranges.find(name)
                .orElseThrow(() ->
                        new IllegalArgumentException("The activation ranges of " + ranges.model() + " have none for '"
                                + name + "': expected those of this model, as 'sluice model quantize' measures them."));
        Graph.Quantized quantized = graph.quantize(x, range.scale(), range.zero());
        return (weights, weight, bias) -> {
            ByteWeights rounded = ByteWeights.of(weight);
            Graph.QuantizedWeights constants = new Graph.QuantizedWeights(
                    Constants.bytes(graph, weights + ".weight", rounded),
                    Constants.floats(graph, weights + ".scale", rounded.scales()));
            return graph.matMul(quantized, constants, Constants.floats(graph, weights + ".bias", bias));
        };
    }

    /** These models run on ONNX Runtime only as it is. */
    @Override
    public Operators operators() {
        return Operators.ONNX_RUNTIME;
    }
}
