package io.sluice.inference.image;

import java.io.Serial;

/** Why a picture cannot be read; becomes {@link Decoded.Unreadable} before it leaves the package. */
final class UnreadableException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Without a stack trace: a camera may send thousands of bad pictures, and where they were noticed tells nothing. */
    UnreadableException(String reason) {
        super(reason, null, false, false);
    }
}
