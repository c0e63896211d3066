package io.sluice.deploy.bench.load;

import io.sluice.inference.model.ClassNames;
import io.sluice.ingest.pacing.Ticker;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What all runs share, and what is the same for all that are compared.
 *
 * @param kafka client properties of the one broker
 * @param relay between that broker and its clients
 * @param names of the models' classes
 * @param lanes threads that run them
 * @param clock wall clock
 * @param ticker time that passes
 * @param cpuNanos processor time that this process has taken
 */
record Rig(
        Map<String, Object> kafka,
        PausableRelay relay,
        ClassNames names,
        int lanes,
        InstantSource clock,
        Ticker ticker,
        LongSupplier cpuNanos) {}
