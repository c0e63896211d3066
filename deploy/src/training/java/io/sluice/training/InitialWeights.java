package io.sluice.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.sluice.inference.model.VitShape;
import io.sluice.inference.weights.VitParameters;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Weights to begin with, near to what training finds, for it is short: positions are sines and cosines; keys begin as queries
 * do, so that each token attends to what is like itself and near; projections begin against the values, so that attention takes
 * away what all have in common (Trockman and Kolter, "Mimetic Initialization of Self-Attention Layers", ICML 2023). Blocks that
 * sleep at first begin as nothing: they change no token until they are trained.
 */
final class InitialWeights {
    /** How many times slower the slowest sine of the positions is than the fastest. */
    private static final double SLOWEST = 100;

    /** Of the values' weights, transposed, in the projection. */
    private static final float AGAINST_VALUES = -0.4f;

    private final VitShape shape;
    private final SortedSet<Integer> awake;
    private final Random random;
    private final Map<String, List<Integer>> sizes;
    private final Map<String, float[]> values = new HashMap<>();

    private InitialWeights(VitShape shape, SortedSet<Integer> awake, Random random) {
        this.shape = shape;
        this.awake = awake;
        this.random = random;
        sizes = new TreeMap<>(VitParameters.of(shape));
        sizes.put(VisionTransformer.PATCH_HEAD + ".weight", List.of(shape.classes() + 1, shape.width()));
        sizes.put(VisionTransformer.PATCH_HEAD + ".bias", List.of(shape.classes() + 1));
    }

    /**
     * All parameters, ready to be trained.
     *
     * @param awake blocks that do not begin as nothing
     */
    static SortedMap<String, NDArray> of(VitShape shape, SortedSet<Integer> awake, long seed, NDManager manager) {
        InitialWeights initial = new InitialWeights(shape, awake, new Random(seed));
        initial.sizes.forEach(initial::fill);
        initial.place();
        awake.forEach(initial::attend);
        return initial.parameters(manager);
    }

    private SortedMap<String, NDArray> parameters(NDManager manager) {
        SortedMap<String, NDArray> parameters = new TreeMap<>();
        sizes.forEach((name, axes) -> {
            Shape dimensions =
                    new Shape(axes.stream().mapToLong(Integer::longValue).toArray());
            NDArray parameter = manager.create(values.get(name), dimensions);
            parameter.setRequiresGradient(true);
            parameters.put(name, parameter);
        });
        return parameters;
    }

    private void fill(String name, List<Integer> axes) {
        float[] array = new float[axes.stream().reduce(1, Math::multiplyExact)];
        values.put(name, array);
        if (name.contains("norm") && name.endsWith(".weight")) {
            Arrays.fill(array, 1);
        } else if (name.endsWith(".weight") && !(VisionTransformer.sleeps(name, awake) && writes(name))) {
            double deviation = 1 / Math.sqrt(array.length / (double) axes.get(0));
            for (int i = 0; i < array.length; i++) {
                array[i] = (float) (deviation * random.nextGaussian());
            }
        }
    }

    /** Whether what the layer computes is added to the tokens. */
    private static boolean writes(String name) {
        return name.endsWith("attn.proj.weight") || name.endsWith("mlp.fc2.weight");
    }

    /** Sines and cosines of the row in one half of the channels, of the column in the other. */
    private void place() {
        int grid = shape.inputSize() / shape.patch();
        int half = shape.width() / 2;
        float[] positions = values.get("pos_embed");
        for (int i = 0; i < grid * grid; i++) {
            for (int channel = 0; channel < shape.width(); channel++) {
                int along = channel < half ? i / grid : i % grid;
                double angle = along * Math.pow(SLOWEST, -(channel % half / 2) / (half / 2.0));
                positions[(1 + i) * shape.width() + channel] =
                        (float) (channel % 2 == 0 ? Math.sin(angle) : Math.cos(angle));
            }
        }
    }

    private void attend(int block) {
        int width = shape.width();
        float[] qkv = values.get("blocks." + block + ".attn.qkv.weight");
        float[] projection = values.get("blocks." + block + ".attn.proj.weight");
        System.arraycopy(qkv, 0, qkv, width * width, width * width);
        for (int row = 0; row < width; row++) {
            for (int column = 0; column < width; column++) {
                projection[row * width + column] = AGAINST_VALUES * qkv[2 * width * width + column * width + row];
            }
        }
    }
}
