package io.sluice.inference.stream;

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

    Ledger plusOffered() {
        return new Ledger(offered + 1, labelled, shed, rejected, handedBack);
    }

    Ledger plusLabelled() {
        return new Ledger(offered, labelled + 1, shed, rejected, handedBack);
    }

    Ledger plusShed() {
        return new Ledger(offered, labelled, shed + 1, rejected, handedBack);
    }

    Ledger plusRejected() {
        return new Ledger(offered, labelled, shed, rejected + 1, handedBack);
    }

    Ledger plusHandedBack(long frames) {
        return new Ledger(offered, labelled, shed, rejected, handedBack + frames);
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
