package io.sluice.inference.vit;

import java.util.OptionalInt;
import java.util.Set;

/**
 * What may differ from the usual when a model is compiled.
 *
 * @param heads attention heads, where the checkpoint does not say and the convention (64 channels a head) does not hold
 * @param input what the model is fed with
 * @param diagnostics outputs besides the logits
 */
public record CompileOptions(OptionalInt heads, PixelInput input, Set<Diagnostic> diagnostics) {
    /** What a model that is to run needs. */
    public static final CompileOptions DEFAULT =
            new CompileOptions(OptionalInt.empty(), PixelInput.UINT8_NHWC, Set.of());

    public CompileOptions {
        diagnostics = Set.copyOf(diagnostics);
    }

    /** These with a number of heads. */
    public CompileOptions withHeads(int number) {
        return new CompileOptions(OptionalInt.of(number), input, diagnostics);
    }
}
