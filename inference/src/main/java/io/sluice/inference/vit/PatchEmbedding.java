package io.sluice.inference.vit;

import io.sluice.inference.graph.Dim;
import io.sluice.inference.graph.ElementType;
import io.sluice.inference.graph.Graph;
import io.sluice.inference.graph.Value;
import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.Preprocessing;
import io.sluice.inference.model.VitShape;
import io.sluice.inference.weights.FloatTensor;
import java.util.List;

/**
 * Pictures to patches, and the weights that turn patches into tokens. The convolution of a Vision Transformer is a matrix
 * product over patches; its rows are ordered here as the patches come out of the picture: row, column, colour.
 *
 * <p>Pictures of 0 to 255 are normalised by the weights: {@code w (v / 255 - mean) / std + b} is
 * {@code (w / (255 std)) v + (b - sum w mean / std)}, computed in 64 bits and rounded once.
 */
record PatchEmbedding(PixelInput input, VitShape shape, Preprocessing preprocessing) {
    private static final int RGB = 3;
    private static final Dim COLOURS = Dim.of(RGB);
    private static final Dim BATCH = Dim.named("batch");
    private static final double WHITE = 255;

    /** The picture input and its patches, {@code [batch, patches, patch * patch * 3]}. */
    Value patches(Graph graph) {
        return switch (input) {
            case UINT8_NHWC -> graph.cast(cutBytes(graph), ElementType.FLOAT);
            case NORMALIZED_NCHW -> cutFloats(graph);
        };
    }

    /** Bytes are moved before they are widened: a quarter of the traffic. */
    private Value cutBytes(Graph graph) {
        Dim row = patch().times(COLOURS);
        Value pixels = graph.input(CompiledModel.PIXELS, ElementType.UINT8, BATCH, picture(), picture(), COLOURS);
        Value grid = graph.reshape(pixels, BATCH, side(), patch(), side(), row);
        return flattened(graph, graph.transpose(grid, 0, 1, 3, 2, 4));
    }

    private Value cutFloats(Graph graph) {
        Value planes = graph.input(PixelInput.NORMALIZED, ElementType.FLOAT, BATCH, COLOURS, picture(), picture());
        Value grid = graph.reshape(planes, BATCH, COLOURS, side(), patch(), side(), patch());
        return flattened(graph, graph.transpose(grid, 0, 2, 4, 3, 5, 1));
    }

    private Value flattened(Graph graph, Value cut) {
        Dim elements = patch().times(patch()).times(COLOURS);
        return graph.reshape(cut, BATCH, Dim.of(shape.patches()), elements);
    }

    private Dim picture() {
        return Dim.of(shape.inputSize());
    }

    private Dim patch() {
        return Dim.of(shape.patch());
    }

    /** Patches along one side of the picture. */
    private Dim side() {
        return Dim.of(shape.inputSize() / shape.patch());
    }

    /**
     * The weights for such patches.
     *
     * @param convolution {@code [width, 3, patch, patch]}
     * @return {@code [width, patch * patch * 3]}
     */
    FloatTensor weight(FloatTensor convolution) {
        int pixels = shape.patch() * shape.patch();
        int columns = pixels * RGB;
        float[] values = convolution.toArray();
        return FloatTensor.filled(List.of(shape.width(), columns), target -> {
            for (int i = 0; target.hasRemaining(); i++) {
                int colour = i % RGB;
                int pixel = i % columns / RGB;
                int channel = i / columns;
                target.put((float) (values[channel * columns + colour * pixels + pixel] * scale(colour)));
            }
        });
    }

    /**
     * The bias for such patches.
     *
     * @param convolution {@code [width, 3, patch, patch]}
     * @param bias {@code [width]}
     */
    FloatTensor bias(FloatTensor convolution, FloatTensor bias) {
        int pixels = shape.patch() * shape.patch();
        float[] values = convolution.toArray();
        float[] old = bias.toArray();
        return FloatTensor.filled(bias.sizes(), target -> {
            for (int channel = 0; channel < shape.width(); channel++) {
                double sum = old[channel];
                for (int i = 0; i < RGB * pixels; i++) {
                    sum += values[channel * RGB * pixels + i] * offset(i / pixels);
                }
                target.put((float) sum);
            }
        });
    }

    private double scale(int colour) {
        return input == PixelInput.NORMALIZED_NCHW
                ? 1
                : 1 / (WHITE * preprocessing.std().get(colour));
    }

    private double offset(int colour) {
        return input == PixelInput.NORMALIZED_NCHW
                ? 0
                : -preprocessing.mean().get(colour) / preprocessing.std().get(colour);
    }
}
