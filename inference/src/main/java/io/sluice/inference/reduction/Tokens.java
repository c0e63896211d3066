package io.sluice.inference.reduction;

import io.sluice.inference.graph.Value;
import java.util.Optional;

/**
 * Tokens on their way through the blocks.
 *
 * @param x {@code [batch, tokens, width]}, class token first
 * @param sizes {@code [batch, tokens, 1]}, how many tokens were merged into each; absent before anything was merged
 */
public record Tokens(Value x, Optional<Value> sizes) {
    /** Tokens that nothing was merged into. */
    public static Tokens unmerged(Value x) {
        return new Tokens(x, Optional.empty());
    }

    /** Other tokens of the same sizes. */
    public Tokens withX(Value other) {
        return new Tokens(other, sizes);
    }
}
