package io.sluice.deploy.traces;

import io.opentelemetry.api.trace.Span;
import org.apache.kafka.common.header.Header;

/**
 * A {@link TraceParent} that remembers the span itself, which thereby goes wherever the record goes until Kafka has it.
 *
 * @param span of the record's capture, not ended
 */
record SpanHeader(Span span) implements Header {
    @Override
    public String key() {
        return TraceParent.KEY;
    }

    @Override
    public byte[] value() {
        return new TraceParent(span.getSpanContext()).value();
    }
}
