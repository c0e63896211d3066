package io.sluice.deploy.bench.load;

import io.sluice.inference.engine.EngineSet;
import io.sluice.inference.model.ClassNames;
import io.sluice.inference.model.Ladder;

/**
 * A model as the policies need it.
 *
 * @param engines run every point of both ladders, and stay the caller's
 * @param ladder of all points, dense first
 * @param models of whole models only, dense first
 * @param names of the classes
 */
public record LoadModel(EngineSet engines, Ladder ladder, Ladder models, ClassNames names) {}
