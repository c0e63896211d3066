package io.sluice.inference.reference;

import io.sluice.inference.model.Precision;
import java.util.List;

/**
 * How far a picture's logits may be off, over the largest logit of the case.
 *
 * <p>In FLOAT16 a reducer may take another of two tokens that are nearly equal, after which a picture's logits are those of
 * another selection; the weights of reference vectors are often untrained, so that many are nearly equal. Then one picture at
 * least has to be close, and none may be farther off than another selection makes it.
 *
 * @param closest of the picture that is off least
 * @param farthest of the picture that is off most
 */
public record ReferenceTolerance(double closest, double farthest) {
    private static final double SINGLE = 1e-4;
    private static final double HALF = 1e-2;

    /** Of the picture that is nearest: it, too, may have other tokens, though few. */
    private static final double HALF_REDUCED = 2e-2;

    private static final double OTHER_TOKENS = 0.3;

    /**
     * For a precision.
     *
     * @param reduces whether the case's method takes tokens away
     * @throws IllegalArgumentException for INT8, which depends on what activations were calibrated on
     */
    public static ReferenceTolerance of(Precision precision, boolean reduces) {
        return switch (precision) {
            case FLOAT32 -> new ReferenceTolerance(SINGLE, SINGLE);
            case FLOAT16 ->
                reduces ? new ReferenceTolerance(HALF_REDUCED, OTHER_TOKENS) : new ReferenceTolerance(HALF, HALF);
            case INT8 ->
                throw new IllegalArgumentException(
                        "Reference vectors cannot be checked in INT8: expected FLOAT32 or" + " FLOAT16.");
        };
    }

    /** Whether errors, one a picture, are within it; NaN never is. */
    boolean allows(List<Double> errors) {
        return errors.stream().anyMatch(error -> error <= closest)
                && errors.stream().allMatch(error -> error <= farthest);
    }

    /** Such as {@code above 1.0E-4}. */
    @Override
    public String toString() {
        return closest == farthest
                ? "above " + farthest
                : "above " + closest + " in every picture or above " + farthest + " in one";
    }
}
