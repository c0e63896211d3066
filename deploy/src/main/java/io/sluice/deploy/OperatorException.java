package io.sluice.deploy;

/**
 * Something that the operator asked for cannot be done. The message is one sentence for the operator: what was asked, what
 * was found, what would work. The process ends with status 1.
 */
public class OperatorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OperatorException(String message) {
        super(message);
    }

    public OperatorException(String message, Throwable cause) {
        super(message, cause);
    }
}
