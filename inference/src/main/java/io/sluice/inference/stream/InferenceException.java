package io.sluice.inference.stream;

/** A process of inference, or of what follows it, cannot start or go on; the message says in one sentence why. */
public final class InferenceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InferenceException(String message) {
        super(message);
    }

    public InferenceException(String message, Throwable cause) {
        super(message, cause);
    }
}
