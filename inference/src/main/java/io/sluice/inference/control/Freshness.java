package io.sluice.inference.control;

import java.time.Duration;

/** Which of a camera's frames are still worth an answer when there are more than can be answered in time. */
public sealed interface Freshness {
    /** Each: none is ever shed; late ones are caught up with at the fastest operating point. */
    record All() implements Freshness {}

    /**
     * Those whose answer would not be older than {@code maxAge}; the others are shed.
     *
     * @param maxAge from capture to answer; above zero
     */
    record Latest(Duration maxAge) implements Freshness {
        public Latest {
            if (maxAge.isNegative() || maxAge.isZero()) {
                throw new IllegalArgumentException("Expected a max-age above zero, found " + maxAge + ".");
            }
        }
    }

    /** The newest only: a frame that still waits when the camera's next one arrives is shed. */
    record Newest() implements Freshness {}
}
