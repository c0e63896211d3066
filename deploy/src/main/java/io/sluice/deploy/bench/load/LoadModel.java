package io.sluice.deploy.bench.load;

import io.sluice.inference.engine.EngineSet;
import io.sluice.inference.model.ClassNames;
import io.sluice.inference.model.Ladder;
import java.util.Optional;

/**
 * A model as the policies need it.
 *
 * @param all every operating point
 * @param wholeModels points without token reduction only; empty where no policy needs them
 * @param names of the classes
 */
public record LoadModel(Points all, Optional<Points> wholeModels, ClassNames names) {
    /**
     * Points and what runs them.
     *
     * @param engines run every rung, and stay the caller's
     * @param ladder dense first
     */
    public record Points(EngineSet engines, Ladder ladder) {}
}
