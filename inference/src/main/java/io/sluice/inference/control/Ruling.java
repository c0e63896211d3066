package io.sluice.inference.control;

/**
 * What came of what operators asked for.
 *
 * @param refused whether it cannot be obeyed here
 * @param sentence what was done, or why nothing was, and who asked; for the operator
 */
public record Ruling(boolean refused, String sentence) {}
