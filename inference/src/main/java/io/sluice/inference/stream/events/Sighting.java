package io.sluice.inference.stream.events;

import java.util.OptionalDouble;

/**
 * What one frame says of one class.
 *
 * @param score of the class, 0 to 1; 0 where it is not among those that the answer names
 * @param best whether the answer has it first
 * @param weight of the answer, above 0, up to 1
 * @param fidelity of the answer's operating point, 0 to 1; empty when not measured
 * @param gain how far the frame moves a smoothed score towards its own, 0 to 1
 */
record Sighting(double score, boolean best, double weight, OptionalDouble fidelity, double gain) {}
