package io.sluice.inference.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Factors that even out the channels of an operand before it is rounded to 8 bits: the layer normalisation before it gives
 * each channel divided by its factor, the weights behind it are multiplied by it, and the product stays what it was
 * (SmoothQuant; Xiao et al., ICML 2023). Costs nothing at run time.
 *
 * @param factors one for each channel, all above 0, by the name of the operand
 */
public record Smoothing(Map<String, List<Float>> factors) {
    /** Nothing is evened out. */
    public static final Smoothing NONE = new Smoothing(Map.of());

    public Smoothing {
        if (factors == null) {
            throw new IllegalArgumentException("expected factors, found none");
        }
        Map<String, List<Float>> copies = new TreeMap<>();
        factors.forEach((operand, channels) -> copies.put(operand, List.copyOf(channels)));
        factors = Collections.unmodifiableMap(copies);
        if (factors.values().stream().flatMap(List::stream).anyMatch(factor -> !(factor > 0) || factor.isInfinite())) {
            throw new IllegalArgumentException("Expected smoothing factors above 0, found others.");
        }
    }

    /** The factors of one operand's channels. */
    public Optional<List<Float>> find(String operand) {
        return Optional.ofNullable(factors.get(operand));
    }
}
