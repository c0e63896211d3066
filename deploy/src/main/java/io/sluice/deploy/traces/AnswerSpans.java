package io.sluice.deploy.traces;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.sluice.inference.tracing.AnswerTrace;
import io.sluice.inference.tracing.AnswerTracer;
import java.time.InstantSource;
import org.apache.kafka.common.header.Headers;

/** Goes on with the traces that records bring along; begins none. */
final class AnswerSpans implements AnswerTracer {
    private final Tracer tracer;
    private final InstantSource clock;

    /** @param clock read for frames that are traced only */
    AnswerSpans(Tracer tracer, InstantSource clock) {
        this.tracer = tracer;
        this.clock = clock;
    }

    @Override
    public AnswerTrace receive(Headers headers) {
        SpanContext parent = TraceParent.of(headers);
        return parent.isSampled() ? new AnswerSpan(tracer, parent, clock) : AnswerTrace.NONE;
    }
}
