package io.sluice.deploy.bench.load;

import io.sluice.inference.control.Decision;
import io.sluice.inference.control.LoadController;
import io.sluice.inference.control.LoadSnapshot;
import io.sluice.inference.model.Ladder;
import java.time.Duration;

/**
 * Adapts the batch and nothing else, as Clipper does: one frame more while a batch of that size would end within the deadline
 * of its most urgent frame and there are frames to fill it, a tenth less, and at least one frame, when the batch of now would
 * not. The point stays the ladder's best.
 */
final class BatchAimd implements LoadController {
    private static final double DECREASE = 0.9;

    @Override
    public Decision decide(LoadSnapshot load, Ladder ladder, Decision previous) {
        int bound = previous.batchBound();
        if (!inTime(bound, load, ladder)) {
            return bounded(previous, Math.max(1, (int) Math.floor(bound * DECREASE)), "The batch would end too late.");
        }
        boolean room = bound < load.maxBatch() && load.backlog() > bound && inTime(bound + 1, load, ladder);
        return room ? bounded(previous, bound + 1, "A larger batch would end in time.") : previous;
    }

    private static boolean inTime(int frames, LoadSnapshot load, Ladder ladder) {
        double nanos = ladder.best().service().of(frames).toNanos() * load.slowdown();
        return Duration.ofNanos(Math.round(nanos)).compareTo(load.slack()) <= 0;
    }

    private static Decision bounded(Decision previous, int bound, String reason) {
        return Decision.first(previous.point(), bound, reason);
    }
}
