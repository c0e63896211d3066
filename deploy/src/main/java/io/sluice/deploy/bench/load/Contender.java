package io.sluice.deploy.bench.load;

import io.sluice.inference.control.Steering;
import io.sluice.inference.engine.EngineSet;

/**
 * One way to run the pipeline.
 *
 * @param id what it is called in the CSV: no two of a bench share it
 * @param engines run every point
 * @param steering how load is met
 * @param maxBatch largest batch, in frames
 */
record Contender(String id, EngineSet engines, Steering steering, int maxBatch) {}
