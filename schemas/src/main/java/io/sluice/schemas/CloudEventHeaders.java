package io.sluice.schemas;

import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The headers that make a record a CloudEvent in binary mode (CloudEvents 1.0, Kafka protocol binding, section 3.2), so
 * that generic tools can route it without decoding it.
 *
 * @param source who speaks, a URI reference such as {@code /sluice/cameras/gate-3}
 */
public record CloudEventHeaders(String source) {
    private static final Header SPEC_VERSION = new TextHeader("ce_specversion", "1.0");
    private static final Header CONTENT_TYPE = new TextHeader("content-type", "application/avro");

    /**
     * Adds the headers of one record.
     *
     * @param headers of the record
     * @param type the class of the record
     * @param id unique among the records of this source
     * @param time when what the record tells of took place
     */
    public void addTo(Headers headers, Class<? extends SpecificRecord> type, String id, Instant time) {
        headers.add(SPEC_VERSION)
                .add(new TextHeader("ce_type", type.getName()))
                .add(new TextHeader("ce_source", source))
                .add(new TextHeader("ce_id", id))
                .add(new TextHeader("ce_time", time.toString()))
                .add(CONTENT_TYPE);
    }
}
