package io.sluice.ingest.source;

/** One picture of a source is unusable; the source goes on with the next. */
public final class BadPictureException extends SourceException {
    private static final long serialVersionUID = 1L;

    public BadPictureException(String message) {
        super(message);
    }

    public BadPictureException(String message, Throwable cause) {
        super(message, cause);
    }
}
