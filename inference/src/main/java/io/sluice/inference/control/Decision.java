package io.sluice.inference.control;

import io.sluice.inference.model.OperatingPoint;

/**
 * How the next batch is run.
 *
 * @param point the operating point
 * @param batchBound largest batch, in frames; at least 1
 * @param reason why, one sentence
 */
public record Decision(OperatingPoint point, int batchBound, String reason) {
    public Decision {
        if (batchBound < 1) {
            throw new IllegalArgumentException("Expected a batch bound of at least 1, found " + batchBound + ".");
        }
    }
}
