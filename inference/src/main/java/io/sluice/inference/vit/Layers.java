package io.sluice.inference.vit;

import io.sluice.inference.graph.Graph;
import io.sluice.inference.graph.Value;
import io.sluice.inference.weights.FloatTensor;
import io.sluice.inference.weights.Parameters;
import java.util.List;
import java.util.Optional;

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
        return norm(graph, name, x, Optional.empty());
    }

    /** The same, smoothed as the operand that it yields has to be. */
    Value norm(Graph graph, String name, Value x, String operand) {
        return norm(graph, name, x, arithmetic.smoothing(operand));
    }

    private Value norm(Graph graph, String name, Value x, Optional<List<Float>> divisors) {
        return graph.layerNorm(
                x, channels(graph, name + ".weight", divisors), channels(graph, name + ".bias", divisors), EPSILON);
    }

    private Value channels(Graph graph, String name, Optional<List<Float>> divisors) {
        FloatTensor values = parameters.get(name);
        return Constants.floats(
                graph,
                name,
                divisors.map(factors -> values.timesColumns(channel -> 1 / factors.get(channel)))
                        .orElse(values));
    }
}
