package io.sluice.deploy.fetch;

import java.util.OptionalLong;

/** Is told how a download goes on. */
public interface FetchProgress {
    /**
     * Some more is there.
     *
     * @param file what is fetched
     * @param bytes that are there, those of earlier attempts included
     * @param total bytes of the file, where the server says
     */
    void at(String file, long bytes, OptionalLong total);

    /** Whether the operator wants it to end; what is there stays for the next time. */
    boolean stopped();
}
