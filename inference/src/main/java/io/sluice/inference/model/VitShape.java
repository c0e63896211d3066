package io.sluice.inference.model;

/**
 * The sizes of a Vision Transformer, as read from its checkpoint.
 *
 * @param inputSize height and width of the picture in pixels; a multiple of {@code patch}
 * @param patch side of a patch in pixels
 * @param width channels of a token (D)
 * @param depth number of blocks
 * @param heads attention heads; divides {@code width}
 * @param mlp hidden channels of a block's MLP
 * @param classes outputs of the head
 * @param specialTokens 1 with a class token only, 2 with a distillation token (DeiT distilled)
 */
public record VitShape(
        int inputSize, int patch, int width, int depth, int heads, int mlp, int classes, int specialTokens) {
    public VitShape {
        if (patch < 1 || inputSize < patch || inputSize % patch != 0) {
            throw new IllegalArgumentException("Input size " + inputSize + " is not a multiple of the patch size "
                    + patch + ": expected such as " + 14 * Math.max(1, patch) + ".");
        }
        if (heads < 1 || width < 1 || width % heads != 0 || depth < 1 || mlp < 1 || classes < 1) {
            throw new IllegalArgumentException("Not a Vision Transformer: width " + width + ", heads " + heads
                    + ", depth " + depth + ", MLP " + mlp + ", classes " + classes + ".");
        }
        if (specialTokens < 1 || specialTokens > 2) {
            throw new IllegalArgumentException("Expected 1 or 2 special tokens, found " + specialTokens + ".");
        }
    }

    /**
     * The same model for pictures of another size.
     *
     * @throws IllegalArgumentException where the size is not a multiple of the patch size
     */
    public VitShape forInputSize(int pixels) {
        return new VitShape(pixels, patch, width, depth, heads, mlp, classes, specialTokens);
    }

    /** Patches of a picture. */
    public int patches() {
        return (inputSize / patch) * (inputSize / patch);
    }

    /** Tokens entering the first block. */
    public int tokens() {
        return specialTokens + patches();
    }
}
