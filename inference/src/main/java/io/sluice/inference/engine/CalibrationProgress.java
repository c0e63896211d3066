package io.sluice.inference.engine;

import io.sluice.inference.model.OperatingPoint;

/** Told how far a calibration is. May end it by an exception, which then comes out of the calibration. */
@FunctionalInterface
public interface CalibrationProgress {
    /** What is measured. */
    enum Step {
        SERVICE_TIME,
        FIDELITY
    }

    /**
     * Something is about to be measured; called by the thread that calibrates.
     *
     * @param number of this turn in its step, from 1
     * @param of turns of the step
     */
    void at(Step step, OperatingPoint point, int number, int of);
}
