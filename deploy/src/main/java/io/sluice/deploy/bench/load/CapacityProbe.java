package io.sluice.deploy.bench.load;

import io.sluice.deploy.bench.Spread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How many frames a second the pipeline serves when there are always some waiting: the unit of all loads. The frames lie
 * ready on the topic before inference starts; what is answered in the first part, while everything becomes warm, does not
 * count, and the rest is cut into windows, of which the median counts.
 */
final class CapacityProbe {
    private static final int WINDOWS = 5;
    private static final int CAMERAS = 6;
    private static final int SESSION_LIMIT = 20_000;
    private static final long LOOK_EVERY_NANOS = 2_000_000;

    /** Part of the frames that passes before the first window. */
    private static final double WARM_UP = 0.4;

    private final Rig rig;
    private final Footage footage;
    private final Duration duration;

    /** @param duration about how long to measure, warming up included */
    CapacityProbe(Rig rig, Footage footage, Duration duration) {
        this.rig = rig;
        this.footage = footage;
        this.duration = duration;
    }

    /**
     * Frames per second, window by window.
     *
     * @param guess what it may be about
     */
    Spread measure(Contender dense, double guess) throws InterruptedException {
        int perCamera = (int) Math.ceil(Math.min(SESSION_LIMIT, guess * duration.toMillis() / 1e3) / CAMERAS);
        int frames = Math.max(perCamera, 2 * WINDOWS) * CAMERAS;
        try (Pipeline pipeline = new Pipeline(rig, dense, footage, CAMERAS)) {
            for (int frame = 0; frame < frames; frame++) {
                pipeline.cameras()
                        .send(
                                "probe",
                                frame % CAMERAS,
                                frame / CAMERAS,
                                rig.clock().instant());
            }
            pipeline.cameras().awaitStored();
            pipeline.start();
            return windows(pipeline, frames);
        }
    }

    private Spread windows(Pipeline pipeline, int frames) throws InterruptedException {
        List<Double> rates = new ArrayList<>();
        int first = (int) (WARM_UP * frames);
        long from = awaitAnswered(pipeline, first);
        long fromNanos = rig.ticker().nanos();
        for (int window = 1; window <= WINDOWS; window++) {
            long to = awaitAnswered(pipeline, first + (long) (frames - first) * window / WINDOWS);
            long toNanos = rig.ticker().nanos();
            rates.add((to - from) * 1e9 / (toNanos - fromNanos));
            from = to;
            fromNanos = toNanos;
        }
        return Spread.of(rates);
    }

    private long awaitAnswered(Pipeline pipeline, long count) throws InterruptedException {
        while (pipeline.answered() < count) {
            rig.ticker().pause(LOOK_EVERY_NANOS);
        }
        return pipeline.answered();
    }
}
