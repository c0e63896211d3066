package io.sluice.inference.vit;

import io.sluice.inference.model.Smoothing;
import io.sluice.inference.weights.FloatTensor;
import io.sluice.inference.weights.Parameters;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Chooses smoothing factors: {@code sqrt(largest activation / largest weight)} of a channel, which leaves both with the same
 * largest magnitude (Xiao et al., ICML 2023, with migration strength 0.5).
 */
record SmoothingFactors(Parameters parameters) {
    /** What counts as the largest magnitude where all are smaller; keeps factors finite. */
    private static final float LEAST = 1e-5f;

    /** Operands that come straight out of a layer normalisation; no other layer could take up the factors. */
    private static final List<String> NORMALIZED = List.of("attn.qkv", "mlp.fc1");

    /**
     * Factors for a whole model.
     *
     * @param peaks largest magnitude of each channel, by the name of the operand
     */
    Smoothing of(Map<String, List<Float>> peaks) {
        Map<String, List<Float>> factors = new HashMap<>();
        peaks.forEach((operand, channels) -> {
            if (NORMALIZED.stream().anyMatch(operand::endsWith)) {
                factors.put(operand, factors(channels, parameters.get(operand + ".weight")));
            }
        });
        return new Smoothing(factors);
    }

    /**
     * Makes sure that factors are for operands that a normalisation comes before, and as many as those have channels.
     *
     * @throws IllegalArgumentException naming the operand where they are not
     */
    void require(Smoothing smoothing) {
        smoothing.factors().forEach((operand, factors) -> {
            boolean smoothable = NORMALIZED.stream().anyMatch(operand::endsWith);
            int channels = smoothable
                    ? parameters
                            .find(operand + ".weight")
                            .map(weight -> weight.size(1))
                            .orElse(0)
                    : 0;
            if (factors.size() != channels) {
                throw new IllegalArgumentException("The activation ranges of " + parameters.id() + " have "
                        + factors.size() + " smoothing factors for '" + operand + "': expected " + channels + ".");
            }
        });
    }

    private static List<Float> factors(List<Float> peaks, FloatTensor weight) {
        float[] largest = largest(weight);
        List<Float> factors = new ArrayList<>();
        for (int channel = 0; channel < largest.length; channel++) {
            double activation = Math.max(LEAST, peaks.get(channel));
            factors.add((float) Math.sqrt(activation / Math.max(LEAST, largest[channel])));
        }
        return factors;
    }

    /** Largest magnitude in each column of {@code [to, from]}. */
    private static float[] largest(FloatTensor weight) {
        float[] largest = new float[weight.size(1)];
        FloatBuffer values = weight.floats();
        for (int i = 0; values.hasRemaining(); i++) {
            int column = i % largest.length;
            largest[column] = Math.max(largest[column], Math.abs(values.get()));
        }
        return largest;
    }
}
