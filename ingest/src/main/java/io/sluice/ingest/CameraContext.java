package io.sluice.ingest;

import io.sluice.ingest.pacing.Ticker;
import io.sluice.ingest.publish.CaptureTracer;
import io.sluice.ingest.source.SourceTimeouts;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What all cameras of a process share. Everything in it may be used by many threads.
 *
 * @param topic the frames topic
 * @param timeouts of every source
 * @param ticker for waiting and deadlines
 * @param clock for capture times
 * @param sessionIds a new id for each opening of a source
 * @param random for jitter
 * @param tracer is told of every frame
 */
record CameraContext(
        String topic,
        SourceTimeouts timeouts,
        Ticker ticker,
        InstantSource clock,
        Supplier<String> sessionIds,
        RandomGenerator random,
        CaptureTracer tracer) {}
