package io.sluice.ingest.source;

import java.time.Duration;

/**
 * How long a source may take.
 *
 * @param open until it is connected and its format known
 * @param read until the next frame
 */
public record SourceTimeouts(Duration open, Duration read) {
    /** Ten seconds each. */
    public static final SourceTimeouts DEFAULT = new SourceTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(10));

    public SourceTimeouts {
        require("open", open);
        require("read", read);
    }

    private static void require(String name, Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("Source " + name + " timeout " + timeout + ": expected above zero.");
        }
    }
}
