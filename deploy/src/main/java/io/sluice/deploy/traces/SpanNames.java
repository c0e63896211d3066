package io.sluice.deploy.traces;

import io.opentelemetry.api.common.AttributeKey;

/** What is said about a frame; the names of {@code messaging} are OpenTelemetry's. */
final class SpanNames {
    static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    static final AttributeKey<String> TOPIC = AttributeKey.stringKey("messaging.destination.name");
    static final AttributeKey<String> PARTITION = AttributeKey.stringKey("messaging.destination.partition.id");
    static final AttributeKey<Long> OFFSET = AttributeKey.longKey("messaging.kafka.offset");

    static final AttributeKey<String> CAMERA = AttributeKey.stringKey("sluice.camera");
    static final AttributeKey<String> SESSION = AttributeKey.stringKey("sluice.session");
    static final AttributeKey<Long> SEQUENCE = AttributeKey.longKey("sluice.sequence");
    static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("sluice.outcome");
    static final AttributeKey<String> REASON = AttributeKey.stringKey("sluice.reason");
    static final AttributeKey<String> MODEL = AttributeKey.stringKey("sluice.model");
    static final AttributeKey<String> REDUCER = AttributeKey.stringKey("sluice.reducer");
    static final AttributeKey<String> PRECISION = AttributeKey.stringKey("sluice.precision");
    static final AttributeKey<Long> BATCH_SIZE = AttributeKey.longKey("sluice.batch.size");

    static final String KAFKA = "kafka";

    private SpanNames() {}
}
