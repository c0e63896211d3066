package io.sluice.deploy.console;

import io.sluice.schemas.MalformedRecordException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Which times are believed: a foreign record may hold any, and an age since the year 1 overflows. As wide as inference's.
 *
 * @param clock what now is
 */
record TimeBound(InstantSource clock) {
    private static final Duration FARTHEST = Duration.ofDays(36_500);

    /**
     * Lets {@code times} through; null is none.
     *
     * @throws MalformedRecordException naming one that is too far from now
     */
    void require(Instant... times) {
        Instant now = clock.instant();
        for (Instant time : times) {
            if (time != null && Duration.between(time, now).abs().compareTo(FARTHEST) > 0) {
                throw new MalformedRecordException("Expected a time within " + FARTHEST.toDays() + " days of now, "
                        + now + ", found " + time + ".");
            }
        }
    }
}
