package io.sluice.deploy.traces;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The record header by which a trace goes on in the next process: {@code traceparent} of W3C Trace Context. Its companion
 * {@code tracestate} is neither read nor written.
 *
 * @param context of the span from which the trace goes on
 */
record TraceParent(SpanContext context) implements Header {
    static final String KEY = "traceparent";

    /** Version 00 has 55 characters; a later version may append to it, within reason. */
    private static final int LONGEST = 128;

    private static final TextMapGetter<Headers> HEADERS = new TextMapGetter<>() {
        @Override
        public String get(Headers headers, String key) {
            Header header = key.equals(KEY) ? headers.lastHeader(KEY) : null;
            byte[] value = header == null ? null : header.value();
            return value == null || value.length > LONGEST ? null : new String(value, ISO_8859_1);
        }
    };

    /** Where a record's trace goes on; not valid if it has no such header, or one that cannot be read. */
    static SpanContext of(Headers headers) {
        Context context = W3CTraceContextPropagator.getInstance().extract(Context.root(), headers, HEADERS);
        return Span.fromContext(context).getSpanContext();
    }

    @Override
    public String key() {
        return KEY;
    }

    @Override
    public byte[] value() {
        String text = "00-" + context.getTraceId() + "-" + context.getSpanId() + "-"
                + context.getTraceFlags().asHex();
        return text.getBytes(ISO_8859_1);
    }
}
