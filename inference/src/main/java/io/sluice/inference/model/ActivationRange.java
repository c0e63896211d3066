package io.sluice.inference.model;

/**
 * Which values of a tensor 8 bits have to tell apart; values beyond are cut off. The range holds 0, which must be exact.
 *
 * @param least at most 0
 * @param most at least 0
 */
public record ActivationRange(float least, float most) {
    private static final int STEPS = 255;

    public ActivationRange {
        if (!(least <= 0 && most >= 0 && most > least) || Float.isInfinite(most - least)) {
            throw new IllegalArgumentException(
                    "Expected a range of finite numbers around 0, found " + least + " to " + most + ".");
        }
    }

    /** Difference between two neighbours of the 256 numbers. */
    public float scale() {
        return (most - least) / STEPS;
    }

    /** Which of 0 to 255 stands for 0. */
    public int zero() {
        return Math.min(STEPS, Math.round(-least / scale()));
    }
}
