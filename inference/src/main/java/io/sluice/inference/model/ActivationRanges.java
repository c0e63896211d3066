package io.sluice.inference.model;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What INT8 needs beside the weights: the range of every operand of a product with trained weights, as measured on sample
 * pictures. They are fixed when a model is compiled, so that an answer never depends on its neighbours in a batch.
 *
 * @param model whose activations were measured
 * @param method how the ranges were chosen from what was measured
 * @param pictures how many sample pictures
 * @param ranges by the name of the operand, such as {@code blocks.3.mlp.fc1}
 * @param smoothing that the operands had when they were measured
 */
public record ActivationRanges(
        ModelId model, String method, int pictures, Map<String, ActivationRange> ranges, Smoothing smoothing) {
    public ActivationRanges {
        if (model == null || method == null || ranges == null || smoothing == null) {
            throw new IllegalArgumentException("expected model, method, pictures, ranges and smoothing, found fewer");
        }
        ranges = Collections.unmodifiableMap(new TreeMap<>(ranges));
        if (pictures < 1 || ranges.isEmpty()) {
            throw new IllegalArgumentException("Expected ranges of at least one operand on at least one picture, found "
                    + ranges.size() + " on " + pictures + ".");
        }
    }

    /** The range of one operand. */
    public Optional<ActivationRange> find(String operand) {
        return Optional.ofNullable(ranges.get(operand));
    }
}
