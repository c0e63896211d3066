package io.sluice.inference.vit;

import io.sluice.inference.graph.Graph;
import io.sluice.inference.graph.Value;
import io.sluice.inference.weights.FloatTensor;
import io.sluice.inference.weights.Parameters;

/**
 * A checkpoint's layers.
 *
 * @param parameters of the checkpoint
 * @param arithmetic of the products
 */
record Layers(Parameters parameters, Arithmetic arithmetic) {
    private static final double EPSILON = 1e-6;

    /**
     * {@code x W + b} with the parameters {@code name.weight} {@code [to, from]} and {@code name.bias}.
     *
     * @param x {@code [..., from]}
     * @return {@code [..., to]}
     */
    Value linear(Graph graph, String name, Value x) {
        FloatTensor weight = parameters.get(name + ".weight");
        return arithmetic.operand(graph, name, x).times(name, weight, parameters.get(name + ".bias"));
    }

    /** Layer normalisation over the last axis. */
    Value norm(Graph graph, String name, Value x) {
        Value scale = Constants.floats(graph, name + ".weight", parameters.get(name + ".weight"));
        Value bias = Constants.floats(graph, name + ".bias", parameters.get(name + ".bias"));
        return graph.layerNorm(x, scale, bias, EPSILON);
    }
}
