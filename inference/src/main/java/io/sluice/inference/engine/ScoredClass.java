package io.sluice.inference.engine;

/**
 * A class and how likely the model holds it.
 *
 * @param index output of the head
 * @param score softmax over all classes, 0 to 1
 */
public record ScoredClass(int index, float score) {}
