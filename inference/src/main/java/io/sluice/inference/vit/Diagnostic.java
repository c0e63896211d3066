package io.sluice.inference.vit;

import io.sluice.inference.model.CompiledModel;

/** Outputs of a compiled model that say what happened inside. */
public enum Diagnostic {
    /** The tokens leaving each block: outputs {@link #blockOutput}, {@code float32 [batch, tokens, width]}. */
    BLOCK_OUTPUTS,

    /**
     * What is multiplied with a block's trained weights: outputs {@link #operandOutput}, {@code float32 [batch, tokens,
     * channels]}.
     */
    OPERANDS,

    /**
     * Where the picture's patches are after each block that tokens are reduced in: outputs {@link #holders}, {@code int64
     * [batch, patches]}, the position of the token that holds each, or -1 where it was dropped.
     */
    HOLDERS;

    /** Name of the output with the tokens leaving a block. */
    public static String blockOutput(int block) {
        return "block." + block;
    }

    /** Name of the output that says where the patches are after a block. */
    public static String holders(int block) {
        return CompiledModel.HOLDERS + block;
    }

    /** Name of the output with an operand. */
    static String operandOutput(String operand) {
        return CompiledModel.OPERAND + operand;
    }
}
