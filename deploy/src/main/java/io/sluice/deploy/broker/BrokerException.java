package io.sluice.deploy.broker;

import io.sluice.deploy.OperatorException;

/** The embedded broker cannot start; the message names the address or directory at fault. */
public final class BrokerException extends OperatorException {
    private static final long serialVersionUID = 1L;

    BrokerException(String message) {
        super(message);
    }

    BrokerException(String message, Throwable cause) {
        super(message, cause);
    }
}
