package io.sluice.deploy.traces;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.sluice.ingest.encode.FrameRecords.FrameId;
import io.sluice.ingest.publish.CaptureTracer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** A span for each frame that is traced, from capture to Kafka's acknowledgement. A frame that is not gets no header. */
final class CaptureSpans implements CaptureTracer {
    private final Tracer tracer;
    private final InstantSource clock;

    /** @param clock read for frames that are traced only */
    CaptureSpans(Tracer tracer, InstantSource clock) {
        this.tracer = tracer;
        this.clock = clock;
    }

    @Override
    public void captured(ProducerRecord<String, byte[]> frame, FrameId id, Instant at) {
        Span span = tracer.spanBuilder("send " + frame.topic())
                .setNoParent()
                .setSpanKind(SpanKind.PRODUCER)
                .setStartTimestamp(at)
                .startSpan();
        if (span.isRecording()) {
            span.setAttribute(SpanNames.SYSTEM, SpanNames.KAFKA)
                    .setAttribute(SpanNames.TOPIC, frame.topic())
                    .setAttribute(SpanNames.CAMERA, frame.key())
                    .setAttribute(SpanNames.SESSION, id.session())
                    .setAttribute(SpanNames.SEQUENCE, id.sequence());
            frame.headers().add(new SpanHeader(span));
        }
    }

    @Override
    public void acknowledged(ProducerRecord<String, byte[]> frame, RecordMetadata where) {
        of(frame)
                .ifPresent(span -> span.setAttribute(SpanNames.PARTITION, Integer.toString(where.partition()))
                        .setAttribute(SpanNames.OFFSET, where.offset())
                        .end(clock.instant()));
    }

    @Override
    public void lost(ProducerRecord<String, byte[]> frame, String why) {
        of(frame).ifPresent(span -> span.setStatus(StatusCode.ERROR, why).end(clock.instant()));
    }

    private static Optional<Span> of(ProducerRecord<String, byte[]> frame) {
        return frame.headers().lastHeader(TraceParent.KEY) instanceof SpanHeader header
                ? Optional.of(header.span())
                : Optional.empty();
    }
}
