package io.sluice.inference.vit;

/** A compiled model's file that cannot be read or written; the message is one sentence for the user, naming the file. */
public final class ModelFileException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ModelFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
