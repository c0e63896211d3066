package io.sluice.deploy.traces;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.sluice.inference.tracing.AnswerTrace;
import io.sluice.schemas.FrameLabels;
import io.sluice.schemas.Outcome;
import io.sluice.schemas.Quality;
import io.sluice.schemas.RecordPosition;
import io.sluice.schemas.Timings;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.common.header.Headers;

/**
 * The span of a frame from its arrival to its answer, with spans inside it for decoding, waiting and computing. All are made
 * when the answer is there, of the times that it states: a frame that is handed back leaves none behind.
 */
final class AnswerSpan implements AnswerTrace {
    private final Tracer tracer;
    private final SpanContext parent;
    private final InstantSource clock;

    /** Null until then, and for what is given up without a look at its picture. */
    private Instant decodingAt;

    private Instant decodedAt;
    private SpanContext context = SpanContext.getInvalid();

    AnswerSpan(Tracer tracer, SpanContext parent, InstantSource clock) {
        this.tracer = tracer;
        this.parent = parent;
        this.clock = clock;
    }

    @Override
    public void decoding() {
        decodingAt = now();
    }

    @Override
    public void decoded() {
        decodedAt = now();
    }

    /** As fine as the times in an answer, or what follows could seem to come before. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public void answered(FrameLabels answer) {
        Timings times = answer.getTimings();
        RecordPosition source = answer.getSource();
        Span span = begin("process " + source.getTopic(), SpanKind.CONSUMER, parent, times.getReceived());
        context = span.getSpanContext();
        span.setAttribute(SpanNames.SYSTEM, SpanNames.KAFKA)
                .setAttribute(SpanNames.TOPIC, source.getTopic())
                .setAttribute(SpanNames.PARTITION, Integer.toString(source.getPartition()))
                .setAttribute(SpanNames.OFFSET, source.getOffset())
                .setAttribute(SpanNames.CAMERA, answer.getCamera());
        describe(span, answer);
        divide(times);
        span.end(times.getPublished());
    }

    private static void describe(Span span, FrameLabels answer) {
        span.setAttribute(SpanNames.OUTCOME, answer.getOutcome().name());
        if (answer.getReason() != null) {
            span.setAttribute(SpanNames.REASON, answer.getReason());
        }
        if (answer.getOutcome() == Outcome.REJECTED) {
            span.setStatus(StatusCode.ERROR, answer.getReason());
        }
        Quality quality = answer.getQuality();
        if (quality != null) {
            span.setAttribute(SpanNames.MODEL, quality.getModel())
                    .setAttribute(SpanNames.REDUCER, quality.getReducer())
                    .setAttribute(SpanNames.PRECISION, quality.getPrecision())
                    .setAttribute(SpanNames.BATCH_SIZE, answer.getBatchSize().longValue());
        }
    }

    private void divide(Timings times) {
        if (decodedAt != null) {
            child("decode", decodingAt, decodedAt);
        }
        if (times.getInferred() != null) {
            child("queue", decodedAt, times.getBatched());
            child("compute", times.getBatched(), times.getInferred());
        }
    }

    private void child(String name, Instant from, Instant to) {
        begin(name, SpanKind.INTERNAL, context, from).end(to);
    }

    private Span begin(String name, SpanKind kind, SpanContext under, Instant at) {
        return tracer.spanBuilder(name)
                .setParent(Context.root().with(Span.wrap(under)))
                .setSpanKind(kind)
                .setStartTimestamp(at)
                .startSpan();
    }

    @Override
    public void addTo(Headers headers) {
        headers.add(new TraceParent(context));
    }
}
