package io.sluice.deploy.bench.load;

import java.util.List;

/**
 * Frames by what became of them: {@code offered = labelled + shed + rejected + lost}.
 *
 * @param offered sent by cameras
 * @param labelled answered with labels, in time or late
 * @param shed answered as given up
 * @param rejected answered as unreadable
 * @param lost without any answer when the wait was over
 */
record Counts(long offered, long labelled, long shed, long rejected, long lost) {
    static Counts of(List<FrameFate> frames) {
        return new Counts(
                frames.size(),
                count(frames, Fate.Labelled.class),
                count(frames, Fate.Shed.class),
                count(frames, Fate.Rejected.class),
                count(frames, Fate.Lost.class));
    }

    private static long count(List<FrameFate> frames, Class<? extends Fate> kind) {
        return frames.stream().filter(frame -> kind.isInstance(frame.fate())).count();
    }

    /** Labelled or not. */
    long answered() {
        return labelled + shed + rejected;
    }

    Counts plus(Counts other) {
        return new Counts(
                offered + other.offered,
                labelled + other.labelled,
                shed + other.shed,
                rejected + other.rejected,
                lost + other.lost);
    }
}
