package io.sluice.deploy.calibration;

import io.sluice.inference.engine.CalibrationProgress;

/** Where an operator watches a calibration. May end it by an exception. */
public interface CalibrationView extends CalibrationProgress {
    /** Tells one sentence. */
    void say(String sentence);
}
