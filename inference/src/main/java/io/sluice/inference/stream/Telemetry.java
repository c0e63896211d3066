package io.sluice.inference.stream;

import io.sluice.inference.metrics.Meters;
import io.sluice.inference.tracing.AnswerTracer;

/**
 * Who is told of what an {@link InferenceService} does.
 *
 * @param meters count it; one service in each
 * @param tracer follows single frames
 */
public record Telemetry(Meters meters, AnswerTracer tracer) {
    /** Counts, and follows no frame. */
    public Telemetry(Meters meters) {
        this(meters, AnswerTracer.NONE);
    }
}
