package io.sluice.ingest.publish;

import io.sluice.ingest.encode.FrameRecords.FrameId;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Is told what becomes of captured frames; any thread may call it. A frame's trace begins with {@link #captured} and ends with
 * one of the other two. What a tracer has to remember in between travels in the record's headers.
 */
public interface CaptureTracer {
    /** Traces nothing, and leaves every record as it is. */
    CaptureTracer NONE = new CaptureTracer() {
        @Override
        public void captured(ProducerRecord<String, byte[]> frame, FrameId id, Instant at) {
            // Nobody wants to know.
        }

        @Override
        public void acknowledged(ProducerRecord<String, byte[]> frame, RecordMetadata where) {
            // Nobody wants to know.
        }

        @Override
        public void lost(ProducerRecord<String, byte[]> frame, String why) {
            // Nobody wants to know.
        }
    };

    /** A frame has become a record, to which headers may be added. */
    void captured(ProducerRecord<String, byte[]> frame, FrameId id, Instant at);

    /** Kafka has it. */
    void acknowledged(ProducerRecord<String, byte[]> frame, RecordMetadata where);

    /** Kafka will not have it. */
    void lost(ProducerRecord<String, byte[]> frame, String why);
}
