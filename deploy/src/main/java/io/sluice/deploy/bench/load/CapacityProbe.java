package io.sluice.deploy.bench.load;

import io.sluice.deploy.bench.Spread;
import io.sluice.ingest.publish.OverflowPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How many frames a second the pipeline serves when there are always some waiting: the unit of all loads. The frames lie
 * ready on the topic before inference starts; the first part of the time, while everything becomes warm, does not count, and
 * the rest is cut into windows, of which the median counts. Frames that have run out end the measurement.
 */
final class CapacityProbe {
    private static final int WINDOWS = 5;
    private static final int CAMERAS = 6;
    private static final int MOST_FRAMES = 20_000;
    private static final int FEWEST_FRAMES = 120;
    private static final long LOOK_EVERY_NANOS = 1_000_000;

    /** Part of the time that passes before the first window. */
    private static final double WARM_UP = 0.4;

    /** Frames laid ready, in multiples of what is expected to be served. */
    private static final double HEADROOM = 1.3;

    private final Rig rig;
    private final Footage footage;
    private final Duration duration;

    /** A moment and what had been answered then. */
    private record Mark(long nanos, long answered) {
        double perSecondUntil(Mark later) {
            return (later.answered - answered) * 1e9 / (later.nanos - nanos);
        }
    }

    /** @param duration how long to measure, warming up included */
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
        int frames = (int) Math.min(MOST_FRAMES, Math.max(FEWEST_FRAMES, HEADROOM * guess * duration.toMillis() / 1e3));
        try (Pipeline pipeline = new Pipeline(rig, dense, footage, CAMERAS, OverflowPolicy.BLOCK)) {
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
            List<Double> rates = windows(pipeline, frames);
            pipeline.cameras().requireNoneGivenUp();
            return Spread.of(rates);
        }
    }

    private List<Double> windows(Pipeline pipeline, int frames) throws InterruptedException {
        Mark start = mark(pipeline);
        long windowNanos = Math.round(duration.toNanos() * (1 - WARM_UP) / WINDOWS);
        Mark from = await(pipeline, start.nanos() + Math.round(duration.toNanos() * WARM_UP), frames);
        List<Double> rates = new ArrayList<>();
        while (rates.size() < WINDOWS && from.answered() < frames) {
            Mark to = await(pipeline, from.nanos() + windowNanos, frames);
            rates.add(from.perSecondUntil(to));
            from = to;
        }
        return rates.isEmpty() ? List.of(start.perSecondUntil(from)) : rates;
    }

    private Mark await(Pipeline pipeline, long untilNanos, int frames) throws InterruptedException {
        Mark now = mark(pipeline);
        while (now.nanos() < untilNanos && now.answered() < frames) {
            rig.ticker().pause(LOOK_EVERY_NANOS);
            now = mark(pipeline);
        }
        return now;
    }

    private Mark mark(Pipeline pipeline) {
        return new Mark(rig.ticker().nanos(), pipeline.answered());
    }
}
