package io.sluice.inference.weights;

import io.sluice.inference.model.VitShape;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Canonical names, which are timm's, and sizes of the parameters of a plain Vision Transformer. */
public final class VitParameters {
    /** What the names of the heads that DynamicViT and dTPS are trained with begin with; the stage follows. */
    public static final String PREDICTOR = "score_predictor.";

    private static final int COLOURS = 3;

    private final Map<String, List<Integer>> sizes = new TreeMap<>();

    private VitParameters() {}

    private VitParameters(VitShape shape) {
        int width = shape.width();
        sizes.put("cls_token", List.of(1, 1, width));
        sizes.put("pos_embed", List.of(1, shape.tokens(), width));
        sizes.put("patch_embed.proj.weight", List.of(width, COLOURS, shape.patch(), shape.patch()));
        sizes.put("patch_embed.proj.bias", List.of(width));
        for (int block = 0; block < shape.depth(); block++) {
            addBlock("blocks." + block + ".", width, shape.mlp());
        }
        addNorm("norm", width);
        addLinear("head", width, shape.classes());
        if (shape.specialTokens() == 2) {
            sizes.put("dist_token", List.of(1, 1, width));
            addLinear("head_dist", width, shape.classes());
        }
    }

    /** Sizes by canonical name. */
    public static Map<String, List<Integer>> of(VitShape shape) {
        return new VitParameters(shape).sizes;
    }

    /**
     * Sizes by canonical name of one stage's head.
     *
     * @param stage from 0
     */
    public static Map<String, List<Integer>> predictor(int width, int stage) {
        String prefix = PREDICTOR + stage + ".";
        VitParameters predictor = new VitParameters();
        predictor.addNorm(prefix + "in_conv.0", width);
        predictor.addLinear(prefix + "in_conv.1", width, width);
        predictor.addLinear(prefix + "out_conv.0", width, width / 2);
        predictor.addLinear(prefix + "out_conv.2", width / 2, width / 4);
        predictor.addLinear(prefix + "out_conv.4", width / 4, 2);
        return predictor.sizes;
    }

    private void addBlock(String prefix, int width, int mlp) {
        addNorm(prefix + "norm1", width);
        addLinear(prefix + "attn.qkv", width, 3 * width);
        addLinear(prefix + "attn.proj", width, width);
        addNorm(prefix + "norm2", width);
        addLinear(prefix + "mlp.fc1", width, mlp);
        addLinear(prefix + "mlp.fc2", mlp, width);
    }

    private void addLinear(String name, int from, int to) {
        sizes.put(name + ".weight", List.of(to, from));
        sizes.put(name + ".bias", List.of(to));
    }

    private void addNorm(String name, int width) {
        sizes.put(name + ".weight", List.of(width));
        sizes.put(name + ".bias", List.of(width));
    }
}
