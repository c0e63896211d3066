package io.sluice.deploy.traces;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says, now and then, that spans do not arrive. */
final class WatchedExporter implements SpanExporter {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedExporter.class);

    private static final Duration REPETITION = Duration.ofMinutes(1);

    private final SpanExporter exporter;
    private final URI endpoint;
    private final LongSupplier nanos;
    private long lost;
    private long loggedNanos;

    /** @param exporter owned from now on */
    WatchedExporter(SpanExporter exporter, URI endpoint, LongSupplier nanos) {
        this.exporter = exporter;
        this.endpoint = endpoint;
        this.nanos = nanos;
        loggedNanos = nanos.getAsLong() - REPETITION.toNanos();
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        int count = spans.size(); // the collection is the caller's again afterwards
        CompletableResultCode result = exporter.export(spans);
        return result.whenComplete(() -> {
            if (!result.isSuccess()) {
                lost(count, result.getFailureThrowable());
            }
        });
    }

    private synchronized void lost(int spans, Throwable failure) {
        lost += spans;
        if (nanos.getAsLong() - loggedNanos >= REPETITION.toNanos()) {
            loggedNanos = nanos.getAsLong();
            LOG.warn("Traces do not reach {}: {}. Spans lost that way so far: {}.", endpoint, why(failure), lost);
        }
    }

    /** What the JDK's client gives as the cause of a failed connection says less than that it failed. */
    private static String why(Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof ConnectException) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof ConnectException || cause == null) {
            return "no connection";
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
