package io.sluice.deploy.web;

import io.sluice.deploy.OperatorException;

/** A port cannot be listened on because somebody else does; another one might be. */
public final class PortTakenException extends OperatorException {
    private static final long serialVersionUID = 1L;

    PortTakenException(String message, Throwable cause) {
        super(message, cause);
    }
}
