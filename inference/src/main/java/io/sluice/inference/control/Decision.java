package io.sluice.inference.control;

import io.sluice.inference.model.OperatingPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How the next batch is run.
 *
 * @param point the operating point
 * @param batchBound largest batch, in frames; at least 1
 * @param reason why this point was chosen, one sentence
 * @param raised when a better point than before was chosen last, if that was the last change; empty otherwise
 * @param calmSince since when load would have allowed a better point; empty while it does not
 * @param patience how long it must allow that before one is chosen
 */
public record Decision(
        OperatingPoint point,
        int batchBound,
        String reason,
        Optional<Raise> raised,
        Optional<Instant> calmSince,
        Patience patience) {
    /**
     * How long to wait before a better point is chosen.
     *
     * @param dwell time for which load must allow it
     * @param arrivalsPerSecond under which the last rise turned out a mistake; 0 when none did
     */
    public record Patience(Duration dwell, double arrivalsPerSecond) {
        static final Patience NONE = new Patience(Duration.ZERO, 0);
    }

    /**
     * A change to a better point.
     *
     * @param at when
     * @param arrivalsPerSecond that it was thought to bear
     */
    public record Raise(Instant at, double arrivalsPerSecond) {}

    public Decision {
        if (batchBound < 1) {
            throw new IllegalArgumentException("Expected a batch bound of at least 1, found " + batchBound + ".");
        }
    }

    /** The first of all. */
    public static Decision first(OperatingPoint point, int batchBound, String reason) {
        return new Decision(point, batchBound, reason, Optional.empty(), Optional.empty(), Patience.NONE);
    }
}
