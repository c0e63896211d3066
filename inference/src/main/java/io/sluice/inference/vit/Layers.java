package io.sluice.inference.vit;

import io.sluice.inference.graph.Graph;
import io.sluice.inference.graph.Shape;
import io.sluice.inference.graph.Value;
import io.sluice.inference.weights.FloatTensor;
import io.sluice.inference.weights.Parameters;

/** Layers with trained parameters, in 32-bit floats. */
final class Layers {
    private static final double EPSILON = 1e-6;

    private final Parameters parameters;

    Layers(Parameters parameters) {
        this.parameters = parameters;
    }

    /**
     * {@code x W + b} with the parameters {@code name.weight} {@code [to, from]} and {@code name.bias}.
     *
     * @param x {@code [..., from]}
     * @return {@code [..., to]}
     */
    Value linear(Graph graph, String name, Value x) {
        return linear(graph, name, x, parameters.get(name + ".weight"), parameters.get(name + ".bias"));
    }

    /** The same with parameters that are not the checkpoint's own. */
    Value linear(Graph graph, String name, Value x, FloatTensor weight, FloatTensor bias) {
        Value product = graph.matMul(x, constant(graph, name + ".weight", weight.transposed()));
        return graph.add(product, constant(graph, name + ".bias", bias));
    }

    /** Layer normalisation over the last axis. */
    Value norm(Graph graph, String name, Value x) {
        return graph.layerNorm(x, parameter(graph, name + ".weight"), parameter(graph, name + ".bias"), EPSILON);
    }

    private Value parameter(Graph graph, String name) {
        return constant(graph, name, parameters.get(name));
    }

    static Value constant(Graph graph, String name, FloatTensor tensor) {
        Shape shape =
                Shape.of(tensor.sizes().stream().mapToLong(Integer::longValue).toArray());
        return graph.constant(name, tensor.bytes(), shape);
    }
}
