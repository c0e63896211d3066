package io.sluice.inference.vit;

import io.sluice.inference.model.ActivationRanges;
import io.sluice.inference.model.Smoothing;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What may differ from the usual when a model is compiled.
 *
 * @param heads attention heads, where the checkpoint does not say and the convention (64 channels a head) does not hold
 * @param input what the model is fed with
 * @param diagnostics outputs besides the logits
 * @param smoothing of the operands of products
 * @param ranges of the activations, which INT8 needs
 * @param amounts whether the amount to reduce is an input
 */
public record CompileOptions(
        OptionalInt heads,
        PixelInput input,
        Set<Diagnostic> diagnostics,
        Smoothing smoothing,
        Optional<ActivationRanges> ranges,
        AmountForm amounts) {
    /** What a model that is to run needs. */
    public static final CompileOptions DEFAULT = new CompileOptions(
            OptionalInt.empty(), PixelInput.UINT8_NHWC, Set.of(), Smoothing.NONE, Optional.empty(), AmountForm.INPUT);

    public CompileOptions {
        diagnostics = Set.copyOf(diagnostics);
    }

    /** These with a number of heads. */
    public CompileOptions withHeads(int number) {
        return new CompileOptions(OptionalInt.of(number), input, diagnostics, smoothing, ranges, amounts);
    }

    /** These with pictures in another form. */
    public CompileOptions withInput(PixelInput form) {
        return new CompileOptions(heads, form, diagnostics, smoothing, ranges, amounts);
    }

    /** These with outputs that say what happens inside. */
    public CompileOptions withDiagnostics(Set<Diagnostic> outputs) {
        return new CompileOptions(heads, input, outputs, smoothing, ranges, amounts);
    }

    /** These with channels evened out, see {@link ModelCompiler#smoothing}. */
    public CompileOptions withSmoothing(Smoothing chosen) {
        return new CompileOptions(heads, input, diagnostics, chosen, ranges, amounts);
    }

    /** These with the ranges that INT8 needs, and the smoothing that they were measured under. */
    public CompileOptions withRanges(ActivationRanges measured) {
        return new CompileOptions(heads, input, diagnostics, measured.smoothing(), Optional.of(measured), amounts);
    }

    /** These with the amount as an input, or baked. */
    public CompileOptions withAmounts(AmountForm form) {
        return new CompileOptions(heads, input, diagnostics, smoothing, ranges, form);
    }
}
