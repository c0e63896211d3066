package io.sluice.schemas;

import org.apache.kafka.common.errors.SerializationException;

/** The bytes of a Kafka record are not what its topic holds; the message says in one sentence how. */
public final class MalformedRecordException extends SerializationException {
    private static final long serialVersionUID = 1L;

    public MalformedRecordException(String message) {
        super(message);
    }

    public MalformedRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
