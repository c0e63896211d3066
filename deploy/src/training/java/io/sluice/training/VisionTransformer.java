package io.sluice.training;

import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.util.NDImageUtils;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.LayerNorm;
import io.sluice.inference.model.Preprocessing;
import io.sluice.inference.model.VitShape;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A plain Vision Transformer in training, parameter for parameter what {@code inference} compiles. It has a second head,
 * which says of every patch whether it belongs to the dominant shape, and to which class: that teaches far more per picture
 * than its one label (Jiang et al., "All Tokens Matter", NeurIPS 2021). The second head is left behind after training.
 *
 * @param shape sizes of the largest pictures
 * @param parameters by their canonical names, and the two of {@value #PATCH_HEAD}
 */
record VisionTransformer(VitShape shape, Map<String, NDArray> parameters) {
    static final String PATCH_HEAD = "patch_head";

    private static final Pattern BLOCK = Pattern.compile("blocks\\.(\\d+)\\.");
    private static final float EPSILON = 1e-6f;
    private static final float WHITE = 255;

    /**
     * Logits.
     *
     * @param picture {@code [batch, classes]}
     * @param patches {@code [batch, patches, classes + 1]}, the last for a patch outside the dominant shape
     */
    record Logits(NDArray picture, NDArray patches) {}

    /** Whether a parameter is one of a block that is not awake. */
    static boolean sleeps(String parameter, SortedSet<Integer> awake) {
        Matcher block = BLOCK.matcher(parameter);
        return block.lookingAt() && !awake.contains(Integer.valueOf(block.group(1)));
    }

    /**
     * Runs it.
     *
     * @param pixels {@code uint8 [batch, side, side, 3]}
     * @param awake blocks to run, in ascending order; the others are left out
     */
    Logits forward(NDArray pixels, SortedSet<Integer> awake) {
        NDArray x = embed(pixels);
        for (int block : awake) {
            String name = "blocks." + block + ".";
            x = x.add(attention(name + "attn.", norm(name + "norm1", x)));
            x = x.add(mlp(name + "mlp.", norm(name + "norm2", x)));
        }
        x = norm("norm", x);
        return new Logits(linear("head", x.get(":, 0")), linear(PATCH_HEAD, x.get(":, 1:")));
    }

    private NDArray embed(NDArray pixels) {
        long batch = pixels.getShape().get(0);
        int side = (int) pixels.getShape().get(1) / shape.patch();
        NDArray patches = patches(pixels, batch, side);
        NDArray weight = parameter("patch_embed.proj.weight").reshape(shape.width(), -1);
        NDArray tokens = Linear.linear(patches, weight, parameter("patch_embed.proj.bias"))
                .singletonOrThrow()
                .add(positions(side));
        NDArray first = parameter("cls_token").add(parameter("pos_embed").get(":, 0:1"));
        return first.broadcast(batch, 1, shape.width()).concat(tokens, 1);
    }

    /** {@code [batch, patches, 3 * patch * patch]}, ordered as the convolution's weights are. */
    private NDArray patches(NDArray pixels, long batch, int side) {
        int patch = shape.patch();
        NDArray channels = pixels.toType(DataType.FLOAT32, false).sub(mean(pixels)).div(deviation(pixels));
        return channels.reshape(batch, side, patch, side, patch, 3)
                .transpose(0, 1, 3, 5, 2, 4)
                .reshape(batch, (long) side * side, 3L * patch * patch);
    }

    private static NDArray mean(NDArray pixels) {
        return channels(pixels, Preprocessing.IMAGENET_MEAN);
    }

    private static NDArray deviation(NDArray pixels) {
        return channels(pixels, Preprocessing.IMAGENET_STD);
    }

    private static NDArray channels(NDArray pixels, List<Double> values) {
        float[] scaled = new float[values.size()];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = WHITE * values.get(i).floatValue();
        }
        return pixels.getManager().create(scaled);
    }

    /** Stretched to smaller pictures, so that the same place in the picture keeps its position. */
    private NDArray positions(int side) {
        int grid = shape.inputSize() / shape.patch();
        NDArray all = parameter("pos_embed").get(":, 1:").reshape(grid, grid, shape.width());
        NDArray stretched = side == grid ? all : NDImageUtils.resize(all, side, side, Image.Interpolation.BILINEAR);
        return stretched.reshape(1, (long) side * side, shape.width());
    }

    private NDArray attention(String name, NDArray x) {
        long batch = x.getShape().get(0);
        long tokens = x.getShape().get(1);
        int channels = shape.width() / shape.heads();
        NDArray qkv = linear(name + "qkv", x)
                .reshape(batch, tokens, 3, shape.heads(), channels)
                .transpose(2, 0, 3, 1, 4);
        NDArray weights = qkv.get(0)
                .mul(1 / Math.sqrt(channels))
                .matMul(qkv.get(1).swapAxes(2, 3))
                .softmax(3);
        NDArray mixed = weights.matMul(qkv.get(2)).swapAxes(1, 2).reshape(batch, tokens, shape.width());
        return linear(name + "proj", mixed);
    }

    private NDArray mlp(String name, NDArray x) {
        return linear(name + "fc2", Activation.gelu(linear(name + "fc1", x)));
    }

    private NDArray norm(String name, NDArray x) {
        Shape channels = new Shape(shape.width());
        return LayerNorm.layerNorm(x, channels, parameter(name + ".weight"), parameter(name + ".bias"), EPSILON)
                .singletonOrThrow();
    }

    private NDArray linear(String name, NDArray x) {
        return Linear.linear(x, parameter(name + ".weight"), parameter(name + ".bias"))
                .singletonOrThrow();
    }

    private NDArray parameter(String name) {
        return parameters.get(name);
    }
}
