package io.sluice.inference.reduction;

import io.sluice.inference.graph.ElementType;
import io.sluice.inference.graph.Graph;
import io.sluice.inference.graph.Shape;
import io.sluice.inference.graph.Value;
import io.sluice.inference.weights.FloatTensor;
import io.sluice.inference.weights.Parameters;
import io.sluice.inference.weights.VitParameters;

/**
 * The trained head of DynamicViT and dTPS that says which patches are worth keeping (Rao et al., NeurIPS 2021). With D
 * channels, {@code h = GELU(Linear(LayerNorm t))}; the first half of h stays a patch's own, the second is averaged over the
 * patches; both together go through layers of D/2, D/4 and 2 channels, and the log-soft-max's first channel is the score.
 *
 * <p>Here it costs less and says the same up to rounding: each half of h has a product of its own; the average goes through
 * the next layer once, not once a patch; and of the two last channels only the difference is computed, because patches in
 * order of {@code log softmax(a, b)[0]} are in order of {@code a - b}.
 */
final class ScorePredictor {
    private static final double EPSILON = 1e-5;
    private static final String WEIGHT = ".weight";
    private static final String BIAS = ".bias";

    private final Graph graph;
    private final Parameters parameters;
    private final int stage;

    /**
     * The head of one stage.
     *
     * @param graph to add nodes to
     * @param parameters of the checkpoint
     * @param stage from 0
     */
    ScorePredictor(Graph graph, Parameters parameters, int stage) {
        this.graph = graph;
        this.parameters = parameters;
        this.stage = stage;
    }

    /**
     * The larger, the more a patch is worth.
     *
     * @param x {@code [batch, tokens, width]}, class token first
     * @return {@code [batch, tokens - 1]}
     * @throws io.sluice.inference.weights.CheckpointException where the checkpoint has no such head, naming what is missing
     */
    Value scores(Value x) {
        int width = Math.toIntExact(x.dim(2).constant());
        parameters.requireAll(VitParameters.predictor(width, stage), "a model trained for DynamicViT or dTPS");
        Value patches = normalized(graph.sliceFrom(x, 1, 1));
        int half = width / 2;
        Value own = graph.gelu(part(patches, 0, half));
        Value shared = graph.unsqueeze(graph.mean(graph.gelu(part(patches, half, width)), 1), 1);
        FloatTensor joint = tensor("out_conv.0" + WEIGHT).transposed();
        Value ofOwn = graph.matMul(own, constant("out_conv.0.own", joint.rows(0, half)));
        Value ofShared = linear("out_conv.0.shared", shared, joint.rows(half, width), tensor("out_conv.0" + BIAS));
        Value hidden = graph.gelu(graph.add(ofOwn, ofShared));
        Value narrow =
                linear("out_conv.2", hidden, tensor("out_conv.2" + WEIGHT).transposed(), tensor("out_conv.2" + BIAS));
        Value last = linear(
                "out_conv.4",
                graph.gelu(narrow),
                difference(tensor("out_conv.4" + WEIGHT)).transposed(),
                difference(tensor("out_conv.4" + BIAS)));
        return graph.squeeze(last, 2);
    }

    /** Of channels {@code from} to {@code to} of the first layer. */
    private Value part(Value patches, int from, int to) {
        FloatTensor weight = tensor("in_conv.1" + WEIGHT).rows(from, to);
        return linear(
                "in_conv.1." + from,
                patches,
                weight.transposed(),
                tensor("in_conv.1" + BIAS).rows(from, to));
    }

    private Value normalized(Value patches) {
        return graph.layerNorm(
                patches,
                constant("in_conv.0" + WEIGHT, tensor("in_conv.0" + WEIGHT)),
                constant("in_conv.0" + BIAS, tensor("in_conv.0" + BIAS)),
                EPSILON);
    }

    private Value linear(String name, Value x, FloatTensor weight, FloatTensor bias) {
        return graph.add(graph.matMul(x, constant(name + WEIGHT, weight)), constant(name + BIAS, bias));
    }

    private static FloatTensor difference(FloatTensor pair) {
        return pair.rows(0, 1).plus(pair.rows(1, 2).times(-1));
    }

    private FloatTensor tensor(String name) {
        return parameters.get(VitParameters.PREDICTOR + stage + "." + name);
    }

    private Value constant(String name, FloatTensor tensor) {
        Shape shape =
                Shape.of(tensor.sizes().stream().mapToLong(Integer::longValue).toArray());
        return graph.constant(VitParameters.PREDICTOR + stage + "." + name, ElementType.FLOAT, tensor.bytes(), shape);
    }

    /** Of the layers as they were trained. */
    static long macs(int patches, int width) {
        long quarter = width / 4;
        return patches * ((long) width * width + 2 * quarter * width + 2 * quarter * quarter + 2 * quarter);
    }
}
