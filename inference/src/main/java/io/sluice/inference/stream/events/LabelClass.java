package io.sluice.inference.stream.events;

/**
 * A class that answers name.
 *
 * @param index in the model's head, from 0
 * @param name which tells classes of two models apart that have the same index
 */
public record LabelClass(int index, String name) {}
