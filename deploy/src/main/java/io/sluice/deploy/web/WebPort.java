package io.sluice.deploy.web;

import java.util.List;

/** Opens the port of a process, if it is to have one. */
@FunctionalInterface
public interface WebPort {
    /** No port. */
    WebPort NONE = parts -> () -> {};

    /**
     * Serves {@code parts} until that is closed.
     *
     * @throws io.sluice.deploy.OperatorException if the port cannot be listened on
     */
    Open open(List<WebPart> parts);

    /** What has been opened. */
    @FunctionalInterface
    interface Open extends AutoCloseable {
        @Override
        void close();
    }
}
