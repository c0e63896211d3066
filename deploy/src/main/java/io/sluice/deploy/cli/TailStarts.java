package io.sluice.deploy.cli;

import io.sluice.deploy.tail.TailStart;
import java.time.InstantSource;

/**
 * Where a tail begins, as operators write it: {@code beginning}, {@code latest}, or a duration for what is younger.
 *
 * @param clock what now is
 */
record TailStarts(InstantSource clock) {
    TailStart parse(String text) {
        return switch (text) {
            case "beginning" -> new TailStart.Beginning();
            case "latest" -> new TailStart.Latest();
            default -> new TailStart.Ago(age(text), clock);
        };
    }

    private static java.time.Duration age(String text) {
        try {
            return Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "expected beginning, latest or a duration such as 10m, found '" + text + "'", e);
        }
    }
}
