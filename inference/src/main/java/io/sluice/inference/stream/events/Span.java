package io.sluice.inference.stream.events;

import java.time.Instant;

/**
 * The frames of an interval so far. It reaches from the first frame that supports the class to the last one; what comes after
 * that belongs to it only if another one follows.
 *
 * @param sequence of its first frame
 * @param start capture time of that
 * @param end capture time of the last frame that supports it
 * @param all the frames since its first
 * @param supported those of them up to {@code end}
 */
record Span(long sequence, Instant start, Instant end, Tally all, Tally supported) {
    /** Of a frame that supports the class. */
    static Span of(long sequence, Instant at, Sighting frame) {
        Tally one = Tally.NONE.plus(frame);
        return new Span(sequence, at, at, one, one);
    }

    /** With a frame that supports the class. */
    Span supportedBy(Instant at, Sighting frame) {
        Tally more = all.plus(frame);
        return new Span(sequence, start, at, more, more);
    }

    /** With a frame that does not. */
    Span passedBy(Sighting frame) {
        return new Span(sequence, start, end, all.plus(frame), supported);
    }
}
