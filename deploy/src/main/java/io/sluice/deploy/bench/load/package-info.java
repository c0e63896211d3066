/**
 * What becomes of quality and punctuality when load changes: the real pipeline under arrivals that never wait for it, and the
 * ways to meet load compared with each other.
 *
 * <p>{@link io.sluice.deploy.bench.load.Load} says when frames are due, {@link io.sluice.deploy.bench.load.Footage} what they
 * show, {@link io.sluice.deploy.bench.load.Policy} how load is met, {@code LoadRun} brings the three together, {@code
 * RunMetrics} judges what came of it.
 */
package io.sluice.deploy.bench.load;
