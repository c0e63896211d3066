package io.sluice.inference.stream;

import io.sluice.inference.tracing.AnswerTrace;
import io.sluice.schemas.RecordPosition;
import java.time.Instant;
import org.apache.kafka.common.utils.Bytes;

/**
 * What must be remembered of a record of the frames topic until it is answered; not the picture.
 *
 * @param key of the record; may be null
 * @param timestamp of the record, milliseconds since the epoch
 * @param position of the record
 * @param valueBytes size of the record's value
 * @param receivedAt when it was taken
 * @param origin what the frame says of itself
 * @param trace follows it, if anybody does
 */
record ReceivedFrame(
        Bytes key,
        long timestamp,
        RecordPosition position,
        long valueBytes,
        Instant receivedAt,
        Origin origin,
        AnswerTrace trace) {

    /**
     * Where a frame comes from.
     *
     * @param camera id; what the record key says when the record is no frame
     * @param session null when the record is no frame
     * @param sequence null when the record is no frame
     * @param capturedAt null when the record is no frame
     */
    record Origin(String camera, String session, Long sequence, Instant capturedAt) {}
}
