package io.sluice.inference.stream.events;

import java.time.Instant;
import java.util.Optional;

/** How far a class of a camera has come. */
sealed interface Phase {
    /** Nothing speaks for it. */
    record Quiet() implements Phase {}

    /**
     * Something does, but not enough yet.
     *
     * @param span from where it began
     * @param aboveSince the frame from which on the smoothed score has been high enough; empty while it is not
     */
    record Rising(Span span, Optional<Instant> aboveSince) implements Phase {}

    /** It is seen: the interval is known to the world. */
    record Open(Span span) implements Phase {}
}
