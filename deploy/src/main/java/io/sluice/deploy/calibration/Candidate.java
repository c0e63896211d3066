package io.sluice.deploy.calibration;

import io.sluice.deploy.modeling.Weights;
import io.sluice.inference.model.OperatingPoint;

/**
 * An operating point that may be worth a rung.
 *
 * @param weights of the model
 * @param point how it is run
 */
record Candidate(Weights weights, OperatingPoint point) {}
