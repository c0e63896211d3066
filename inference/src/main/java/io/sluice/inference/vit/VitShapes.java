package io.sluice.inference.vit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.inference.model.VitShape;
import io.sluice.inference.weights.CheckpointException;
import io.sluice.inference.weights.FloatTensor;
import io.sluice.inference.weights.Parameters;
import io.sluice.inference.weights.VitParameters;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Reads the sizes of a Vision Transformer off its parameters. */
final class VitShapes {
    /** What every published ViT and DeiT uses. */
    private static final int CHANNELS_A_HEAD = 64;

    /** Those whose sizes are all that is to be known. */
    private static final List<String> TELLING =
            List.of("cls_token", "pos_embed", "patch_embed.proj.weight", "blocks.0.mlp.fc1.weight", "head.weight");

    private final Parameters parameters;

    private VitShapes(Parameters parameters) {
        this.parameters = parameters;
    }

    /**
     * The shape of a plain Vision Transformer.
     *
     * @param heads attention heads, the one size that no parameter shows; where absent, what the files beside
     *     the checkpoint or its metadata say, or the convention
     * @throws CheckpointException where the parameters are not those of such a model, naming all that do not fit
     */
    static VitShape of(Parameters parameters, OptionalInt heads) {
        VitShape shape = new VitShapes(parameters).read(heads);
        parameters.require(VitParameters.of(shape), VitParameters.PREDICTOR);
        parameters.config().sizes().requireOf(shape, parameters);
        return shape;
    }

    private VitShape read(OptionalInt heads) {
        parameters.requireThere(TELLING);
        int width = axis("cls_token", 3, 2);
        int patch = axis("patch_embed.proj.weight", 4, 2);
        int specialTokens = parameters.find("dist_token").isPresent() ? 2 : 1;
        int inputSize = patch * side(axis("pos_embed", 3, 1) - specialTokens);
        int mlp = axis("blocks.0.mlp.fc1.weight", 2, 0);
        int classes = axis("head.weight", 2, 0);
        int known = heads.orElseGet(() -> stated().orElse(width / CHANNELS_A_HEAD));
        if (known < 1 || width % known != 0) {
            throw new CheckpointException("Checkpoint " + parameters + " does not say how many attention heads it has:"
                    + " expected a divisor of its width " + width + ", found " + known + ".");
        }
        return new VitShape(inputSize, patch, width, depth(), known, mlp, classes, specialTokens);
    }

    private int axis(String name, int rank, int axis) {
        FloatTensor tensor = parameters.get(name);
        if (tensor.sizes().size() != rank || tensor.size(axis) < 1) {
            throw new CheckpointException("Checkpoint " + parameters + ": '" + name + "' is " + tensor.sizes()
                    + ", expected " + rank + " axes, as in a plain Vision Transformer.");
        }
        return tensor.size(axis);
    }

    private int side(int patches) {
        int side = (int) Math.round(Math.sqrt(Math.max(0, patches)));
        if (side < 1 || side * side != patches) {
            throw new CheckpointException("Checkpoint " + parameters + ": 'pos_embed' has positions for " + patches
                    + " patches, expected a square number.");
        }
        return side;
    }

    private int depth() {
        int depth = (int) IntStream.iterate(0, block -> block + 1)
                .takeWhile(block ->
                        parameters.find("blocks." + block + ".norm1.weight").isPresent())
                .count();
        return Math.max(1, depth);
    }

    /** What the configuration beside the checkpoint says, or {@code num_heads} of the metadata's {@code backbone}. */
    private OptionalInt stated() {
        if (parameters.config().heads().isPresent()) {
            return parameters.config().heads();
        }
        try {
            int heads = new JsonMapper()
                    .readTree(parameters.metadata().getOrDefault("backbone", "{}"))
                    .path("num_heads")
                    .asInt(0);
            return heads > 0 ? OptionalInt.of(heads) : OptionalInt.empty();
        } catch (JsonProcessingException e) {
            throw new CheckpointException(
                    "Checkpoint " + parameters + ": the metadata 'backbone' is not JSON: " + e.getOriginalMessage()
                            + ".",
                    e);
        }
    }
}
