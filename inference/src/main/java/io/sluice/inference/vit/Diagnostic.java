package io.sluice.inference.vit;

/** Outputs of a compiled model that say what happened inside. */
public enum Diagnostic {
    /** The tokens leaving each block: outputs {@link #blockOutput}, {@code float32 [batch, tokens, width]}. */
    BLOCK_OUTPUTS;

    /** Name of the output with the tokens leaving a block. */
    public static String blockOutput(int block) {
        return "block." + block;
    }
}
