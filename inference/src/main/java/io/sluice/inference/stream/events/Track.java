package io.sluice.inference.stream.events;

import io.sluice.inference.stream.events.Phase.Open;
import io.sluice.inference.stream.events.Phase.Quiet;
import io.sluice.inference.stream.events.Phase.Rising;
import java.time.Instant;
import java.util.Optional;

/**
 * One class of one camera.
 *
 * @param of the class
 * @param score smoothed, 0 to 1
 * @param phase how far it has come
 */
record Track(LabelClass of, double score, Phase phase) {
    /** Below this, having been seen makes no difference any more. */
    static final double NEGLIGIBLE = 0.01;

    private static final Phase QUIET = new Quiet();

    static Track quiet(LabelClass of) {
        return new Track(of, 0, QUIET);
    }

    boolean isOpen() {
        return phase instanceof Open;
    }

    boolean isNegligible() {
        return phase instanceof Quiet && score < NEGLIGIBLE;
    }

    /** The interval that the class is in; empty while it is in none that the world knows of. */
    Optional<Span> interval() {
        return phase instanceof Open open ? Optional.of(open.span()) : Optional.empty();
    }

    /** After a frame of {@code sequence}, captured at {@code at}. */
    Track after(Sighting frame, long sequence, Instant at, IntervalRules rules) {
        double smoothed = score + frame.gain() * (frame.score() - score);
        boolean supports = frame.score() >= rules.leave();
        boolean over = !supports && smoothed < rules.leave();
        Optional<Instant> above = smoothed >= rules.enter() ? Optional.of(at) : Optional.empty();
        Phase next = over ? QUIET : next(frame, supports, sequence, at, above);
        return new Track(of, smoothed, opened(next, at, rules));
    }

    /** Java 17 has no patterns in a switch yet. */
    private Phase next(Sighting frame, boolean supports, long sequence, Instant at, Optional<Instant> above) {
        if (phase instanceof Open open) {
            return new Open(longer(open.span(), frame, supports, at));
        } else if (phase instanceof Rising rising) {
            Optional<Instant> since = above.isPresent() ? rising.aboveSince().or(() -> above) : above;
            return new Rising(longer(rising.span(), frame, supports, at), since);
        }
        return supports ? new Rising(Span.of(sequence, at, frame), above) : QUIET;
    }

    private static Span longer(Span span, Sighting frame, boolean supports, Instant at) {
        return supports ? span.supportedBy(at, frame) : span.passedBy(frame);
    }

    private static Phase opened(Phase next, Instant at, IntervalRules rules) {
        boolean longEnough = next instanceof Rising rising
                && rising.aboveSince()
                        .filter(since -> !at.isBefore(since.plus(rules.minDuration())))
                        .isPresent();
        return longEnough ? new Open(((Rising) next).span()) : next;
    }
}
