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
    private static final int COLOURS = 3;
    private static final double WHITE = 255;

    /** The picture input and its patches, {@code [batch, patches, patch * patch * 3]}. */
    Value patches(Graph graph) {
        Dim side = Dim.of(shape.inputSize() / shape.patch());
        Dim patch = Dim.of(shape.patch());
        Dim picture = Dim.of(shape.inputSize());
        Dim colours = Dim.of(COLOURS);
        Dim batch = Dim.named("batch");
        Value cut = switch (input) {
            case UINT8_NHWC ->
                graph.transpose(
                        graph.reshape(
                                graph.input(CompiledModel.PIXELS, ElementType.UINT8, batch, picture, picture, colours),
                                batch,
                                side,
                                patch,
                                side,
                                patch.times(colours)),
                        0,
                        1,
                        3,
                        2,
                        4);
            case NORMALIZED_NCHW ->
                graph.transpose(
                        graph.reshape(
                                graph.input(PixelInput.NORMALIZED, ElementType.FLOAT, batch, colours, picture, picture),
                                batch,
                                colours,
                                side,
                                patch,
                                side,
                                patch),
                        0,
                        2,
                        4,
                        3,
                        5,
                        1);
        };
        Value patches = graph.reshape(
                cut, batch, Dim.of(shape.patches()), patch.times(patch).times(colours));
        return input == PixelInput.UINT8_NHWC ? graph.cast(patches, ElementType.FLOAT) : patches;
    }

    /**
     * The weights for such patches.
     *
     * @param convolution {@code [width, 3, patch, patch]}
     * @return {@code [width, patch * patch * 3]}
     */
    FloatTensor weight(FloatTensor convolution) {
        int pixels = shape.patch() * shape.patch();
        int columns = pixels * COLOURS;
        float[] values = convolution.toArray();
        return FloatTensor.filled(List.of(shape.width(), columns), target -> {
            for (int i = 0; target.hasRemaining(); i++) {
                int colour = i % COLOURS;
                int pixel = i % columns / COLOURS;
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
                for (int i = 0; i < COLOURS * pixels; i++) {
                    sum += values[channel * COLOURS * pixels + i] * offset(i / pixels);
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
