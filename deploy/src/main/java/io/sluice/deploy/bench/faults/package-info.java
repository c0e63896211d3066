/**
 * The pipeline as separate processes on a cluster of three brokers, while processes are killed and stopped, disks fill up and
 * clocks step: a {@link io.sluice.deploy.bench.faults.FaultPlan} made from a seed says what happens, {@link
 * io.sluice.deploy.bench.faults.FaultRun} makes it happen, and {@link io.sluice.deploy.bench.faults.HistoryCheck} and {@link
 * io.sluice.deploy.bench.faults.CounterCheck} look at what is on the topics afterwards.
 */
package io.sluice.deploy.bench.faults;
