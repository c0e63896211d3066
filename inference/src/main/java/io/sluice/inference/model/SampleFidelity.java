package io.sluice.inference.model;

import java.util.OptionalDouble;

/**
 * How faithful an operating point is to the dense model in FLOAT32, on sample frames.
 *
 * @param agreement share of the frames, 0 to 1, on which both name the same best class
 * @param divergence mean of KL(dense || this) over the frames, in nats
 * @param accuracy share of the frames, 0 to 1, on which this names the right class; empty where that is not known
 * @param frames that it was measured on; at least 1
 */
public record SampleFidelity(double agreement, double divergence, OptionalDouble accuracy, int frames) {
    public SampleFidelity {
        boolean shares = isShare(agreement) && isShare(accuracy.orElse(0));
        if (!shares || !(divergence >= 0) || frames < 1) {
            throw new IllegalArgumentException("Expected shares of 0 to 1, a divergence of 0 or more and at least one"
                    + " frame, found agreement " + agreement + ", divergence " + divergence + ", accuracy " + accuracy
                    + ", frames " + frames + ".");
        }
    }

    /** What a ladder is ordered by: accuracy where it is known, else agreement. */
    public double quality() {
        return accuracy.orElse(agreement);
    }

    private static boolean isShare(double value) {
        return value >= 0 && value <= 1;
    }
}
