package io.sluice.inference.reference;

import io.sluice.inference.model.Precision;
import io.sluice.inference.model.ReducerSpec;
import java.util.List;
import java.util.OptionalInt;

/**
 * How a compiled model compares with a reference vector.
 *
 * @param name of the case
 * @param reducer of the case
 * @param outcome whether it agrees
 * @param maxRelativeError largest difference of a logit over the largest logit; NaN where nothing was run
 * @param tolerance what it was held against
 * @param firstDeviation first block whose class token is off by more than the tolerance of the closest picture, of the
 *     largest channel there
 * @param tokens leaving each block, as they were run; empty where nothing was run
 * @param expectedTokens leaving each block, as the case has them
 */
public record ReferenceResult(
        String name,
        ReducerSpec reducer,
        Outcome outcome,
        double maxRelativeError,
        ReferenceTolerance tolerance,
        OptionalInt firstDeviation,
        List<Integer> tokens,
        List<Integer> expectedTokens) {
    /** How it ended. */
    public enum Outcome {
        PASSED,
        FAILED,
        /** The case is for a method that this version does not have. */
        NOT_BUILT
    }

    public ReferenceResult {
        tokens = List.copyOf(tokens);
        expectedTokens = List.copyOf(expectedTokens);
    }

    static ReferenceResult notBuilt(ReferenceCase reference) {
        return new ReferenceResult(
                reference.name(),
                reference.reducer(),
                Outcome.NOT_BUILT,
                Double.NaN,
                ReferenceTolerance.of(Precision.FLOAT32, false),
                OptionalInt.empty(),
                List.of(),
                reference.tokens());
    }

    /** Whether the case passed. */
    public boolean passed() {
        return outcome == Outcome.PASSED;
    }
}
