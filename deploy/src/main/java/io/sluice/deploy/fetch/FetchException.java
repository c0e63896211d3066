package io.sluice.deploy.fetch;

import io.sluice.deploy.OperatorException;

/** A file cannot be fetched. */
public class FetchException extends OperatorException {
    private static final long serialVersionUID = 1L;

    FetchException(String message) {
        super(message);
    }

    FetchException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The server has no such file. */
    static final class Absent extends FetchException {
        private static final long serialVersionUID = 1L;

        Absent(String message) {
            super(message);
        }
    }

    /** The operator wanted it to end before all was there; the rest can be fetched later. */
    public static final class Stopped extends FetchException {
        private static final long serialVersionUID = 1L;

        Stopped(String message) {
            super(message);
        }
    }
}
