package io.sluice.deploy.traces;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.sluice.inference.tracing.AnswerTracer;
import io.sluice.ingest.publish.CaptureTracer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Traces made by OpenTelemetry's SDK. What waits to be sent is bounded; what is too much is dropped. */
final class ExportedTraces implements Traces {
    private static final Duration SEND_INTERVAL = Duration.ofSeconds(1);
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(1);
    private static final Duration SEND_LIMIT = Duration.ofSeconds(5);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    /** Some thousand frames' worth of a busy machine, a few megabytes. */
    private static final int MOST_WAITING = 4096;

    /** The exporter's own log, with stack traces; {@link WatchedExporter} says it in a sentence. Held, or it is forgotten. */
    private static final Logger NOISE = Logger.getLogger("io.opentelemetry.exporter");

    private final SdkTracerProvider provider;
    private final CaptureTracer capture;
    private final AnswerTracer answers;

    ExportedTraces(TracesSettings settings, InstantSource clock, LongSupplier nanos) {
        NOISE.setLevel(Level.OFF);
        provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault().toBuilder()
                        .put("service.name", settings.service())
                        .build())
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(settings.share())))
                .addSpanProcessor(processor(new WatchedExporter(exporter(settings), settings.endpoint(), nanos)))
                .build();
        Tracer tracer = provider.get("io.sluice");
        capture = new CaptureSpans(tracer, clock);
        answers = new AnswerSpans(tracer, clock);
    }

    private static SpanExporter exporter(TracesSettings settings) {
        return OtlpHttpSpanExporter.builder()
                .setEndpoint(settings.endpoint().toString())
                .setConnectTimeout(CONNECT_LIMIT)
                .setTimeout(SEND_LIMIT)
                .build();
    }

    private static BatchSpanProcessor processor(SpanExporter exporter) {
        return BatchSpanProcessor.builder(exporter)
                .setScheduleDelay(SEND_INTERVAL)
                .setExporterTimeout(SEND_LIMIT)
                .setMaxQueueSize(MOST_WAITING)
                .build();
    }

    @Override
    public CaptureTracer ofCapture() {
        return capture;
    }

    @Override
    public AnswerTracer ofAnswers() {
        return answers;
    }

    @Override
    public void close() {
        var unused = provider.shutdown().join(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
