package io.sluice.deploy.calibration;

import io.sluice.inference.engine.EngineSet;
import io.sluice.inference.model.ClassNames;
import io.sluice.inference.model.Ladder;

/**
 * A model that can be run at once at every operating point of a ladder.
 *
 * @param engines run all rungs, warm; closed with this
 * @param ladder what to choose from; of one rung where the operating point is fixed
 * @param classNames one for each output of the model
 * @param report how the ladder came about
 */
public record AdaptiveModel(EngineSet engines, Ladder ladder, ClassNames classNames, CalibrationReport report)
        implements AutoCloseable {
    @Override
    public void close() {
        engines.close();
    }
}
