package io.sluice.inference.engine;

import java.io.Serial;

/** A model that cannot be loaded or run, or one whose answers are no numbers. */
public final class EngineException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    EngineException(String message) {
        super(message);
    }

    EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
