package io.sluice.deploy.bench.load;

import io.sluice.deploy.bench.Spread;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How many frames a second the pipeline answers while cameras send more than that: the unit of all loads. Cameras send all the
 * while, as in every run, since taking frames to Kafka costs the machine something too. A first run, of more load than the
 * bare model could bear, finds about how much it is; a second, of a little more load than that, is what counts. The first
 * part of its time, while the backlog builds up, does not count; the rest is cut into windows, of which the median counts.
 */
final class CapacityProbe {
    private static final int WINDOWS = 5;

    /** Enough that there are always some waiting, and little enough that sending them costs hardly more. */
    private static final double OVERLOAD = 1.15;

    /** Part of the time that passes before the first window. */
    private static final double WARM_UP = 0.4;

    private final Rig rig;
    private final Footage footage;
    private final Demand most;

    /**
     * @param most for how long, warming up included, how many cameras send, and how many frames a second the machine could bear
     *     at best
     */
    CapacityProbe(Rig rig, Footage footage, Demand most) {
        this.rig = rig;
        this.footage = footage;
        this.most = most;
    }

    /** Frames per second, window by window. */
    Spread measure(Contender dense, Duration deadline) throws InterruptedException {
        double about = answered(dense, deadline, most.capacity()).median();
        return answered(dense, deadline, OVERLOAD * about);
    }

    private Spread answered(Contender dense, Duration deadline, double framesPerSecond) throws InterruptedException {
        Demand demand = new Demand(framesPerSecond, most.duration(), most.cameras(), most.seed());
        LoadRun run = new LoadRun(rig, footage, demand, new CameraLoad(LoadShape.STEADY));
        return windows(run.run(dense, deadline).frames());
    }

    private Spread windows(List<FrameFate> frames) {
        double seconds = most.seconds();
        double width = seconds * (1 - WARM_UP) / WINDOWS;
        return Spread.of(IntStream.range(0, WINDOWS)
                .mapToDouble(window -> seconds * WARM_UP + window * width)
                .mapToObj(from -> answeredBetween(frames, from, from + width) / width)
                .toList());
    }

    private static double answeredBetween(List<FrameFate> frames, double from, double to) {
        return frames.stream()
                .mapToDouble(CapacityProbe::answeredAt)
                .filter(second -> second >= from && second < to)
                .count();
    }

    /** In seconds from the beginning of the run; never, for a frame without a label. */
    private static double answeredAt(FrameFate frame) {
        return frame.fate() instanceof Fate.Labelled labelled
                ? frame.arrival().second() + labelled.age().toNanos() / 1e9
                : Double.POSITIVE_INFINITY;
    }
}
