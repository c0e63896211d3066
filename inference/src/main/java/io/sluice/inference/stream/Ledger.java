package io.sluice.inference.stream;

import io.sluice.inference.metrics.FrameMeters;

/**
 * The conservation law of frames, in numbers: every record taken from the frames topic is labelled, shed, rejected, handed
 * back or in flight.
 *
 * @param offered records taken
 * @param labelled answered with labels
 * @param shed answered as given up
 * @param rejected answered as unreadable
 * @param handedBack left unanswered and uncommitted when their partition left this process: its next owner takes them anew
 */
public record Ledger(long offered, long labelled, long shed, long rejected, long handedBack) {
    static final Ledger EMPTY = new Ledger(0, 0, 0, 0, 0);

    /** Taken and not yet answered. */
    public long inFlight() {
        return offered - answered() - handedBack;
    }

    /** Answers of any outcome. */
    public long answered() {
        return labelled + shed + rejected;
    }

    static Ledger of(FrameMeters.Counts counts) {
        return new Ledger(counts.offered(), counts.labelled(), counts.shed(), counts.rejected(), counts.handedBack());
    }

    Ledger minus(Ledger earlier) {
        return new Ledger(
                offered - earlier.offered,
                labelled - earlier.labelled,
                shed - earlier.shed,
                rejected - earlier.rejected,
                handedBack - earlier.handedBack);
    }
}
