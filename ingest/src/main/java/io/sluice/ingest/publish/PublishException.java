package io.sluice.ingest.publish;

/** The Kafka configuration cannot work; the message says which property is wrong. */
public final class PublishException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PublishException(String message) {
        super(message);
    }

    public PublishException(String message, Throwable cause) {
        super(message, cause);
    }
}
