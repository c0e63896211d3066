package io.sluice.ingest.source;

/** A source cannot be opened or read on; the message is one sentence that says why, without the camera's name. */
public class SourceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SourceException(String message) {
        super(message);
    }

    public SourceException(String message, Throwable cause) {
        super(message, cause);
    }
}
