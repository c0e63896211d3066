package io.sluice.inference.weights;

/** A checkpoint that cannot be used; the message is one sentence for the user, naming the file and what is wrong in it. */
public final class CheckpointException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CheckpointException(String message) {
        super(message);
    }

    public CheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
