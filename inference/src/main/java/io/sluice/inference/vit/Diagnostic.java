package io.sluice.inference.vit;

import java.util.Optional;

/** Outputs of a compiled model that say what happened inside. */
public enum Diagnostic {
    /** The tokens leaving each block: outputs {@link #blockOutput}, {@code float32 [batch, tokens, width]}. */
    BLOCK_OUTPUTS,

    /**
     * What is multiplied with a block's trained weights: outputs {@link #operandOutput}, {@code float32 [batch, tokens,
     * channels]}.
     */
    OPERANDS;

    private static final String OPERAND = "operand.";

    /** Name of the output with the tokens leaving a block. */
    public static String blockOutput(int block) {
        return "block." + block;
    }

    static String operandOutput(String operand) {
        return OPERAND + operand;
    }

    /** Which operand an output shows; empty for other outputs. */
    public static Optional<String> operand(String output) {
        return output.startsWith(OPERAND) ? Optional.of(output.substring(OPERAND.length())) : Optional.empty();
    }
}
