package io.sluice.ingest;

/** Ingest cannot do what was asked; the message names the camera, file or option and says what was expected. */
public final class IngestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public IngestException(String message) {
        super(message);
    }

    public IngestException(String message, Throwable cause) {
        super(message, cause);
    }
}
