package io.sluice.deploy.bench.load;

import io.sluice.inference.control.Decision;
import io.sluice.inference.control.LoadController;
import io.sluice.inference.control.LoadSnapshot;
import io.sluice.inference.model.Ladder;

/**
 * Adapts the batch and nothing else, as Clipper does: one frame more while a batch of that size takes no more than its share
 * of the deadline and there are frames to fill it, a tenth less, and at least one frame, when the batch of now takes more. The
 * point stays the ladder's best.
 */
final class BatchAimd implements LoadController {
    private static final double DECREASE = 0.9;

    /** Of the deadline, that a batch may take: a frame may have to wait for the batch before its own. */
    private static final double SHARE = 0.5;

    @Override
    public Decision decide(LoadSnapshot load, Ladder ladder, Decision previous) {
        int bound = previous.batchBound();
        if (!withinShare(bound, load, ladder)) {
            return bounded(
                    previous,
                    Math.max(1, (int) Math.floor(bound * DECREASE)),
                    "The batch takes too much of the deadline.");
        }
        boolean room = bound < load.maxBatch() && load.backlog() > bound && withinShare(bound + 1, load, ladder);
        return room
                ? bounded(previous, bound + 1, "A larger batch takes its share of the deadline at most.")
                : previous;
    }

    private static boolean withinShare(int frames, LoadSnapshot load, Ladder ladder) {
        double nanos = ladder.best().service().of(frames).toNanos() * load.slowdown();
        return nanos <= SHARE * load.deadline().toNanos();
    }

    private static Decision bounded(Decision previous, int bound, String reason) {
        return Decision.first(previous.point(), bound, reason);
    }
}
