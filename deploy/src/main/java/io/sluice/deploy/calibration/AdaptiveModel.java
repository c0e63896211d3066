package io.sluice.deploy.calibration;

import io.sluice.deploy.tokens.TokenMaps;
import io.sluice.inference.control.CameraPolicies;
import io.sluice.inference.control.SlackController;
import io.sluice.inference.control.Steering;
import io.sluice.inference.engine.EngineSet;
import io.sluice.inference.model.ClassNames;
import io.sluice.inference.model.Ladder;
import java.util.Optional;

/**
 * A model that can be run at once at every operating point of a ladder.
 *
 * @param engines run all rungs, warm; closed with this
 * @param ladder what to choose from; of one rung where the operating point is fixed
 * @param classNames one for each output of the model
 * @param report how the ladder came about
 * @param tokenMaps what becomes of the tokens of frames that somebody looks at; of no model where this is a built one; closed
 *     with this
 */
public record AdaptiveModel(
        EngineSet engines, Ladder ladder, ClassNames classNames, CalibrationReport report, TokenMaps tokenMaps)
        implements AutoCloseable {
    /** How load chooses among the rungs; a single one is fixed. */
    public Steering steering(CameraPolicies cameras) {
        return ladder.rungs().size() == 1
                ? Steering.fixed(ladder.best(), cameras)
                : new Steering(
                        ladder, new SlackController(), Optional.empty(), cameras, Steering.DEFAULT_DOUBLE_CHECK_SHARE);
    }

    @Override
    public void close() {
        tokenMaps.close();
        engines.close();
    }
}
