package io.sluice.deploy.bench.load;

import io.sluice.deploy.OperatorException;
import io.sluice.deploy.bench.Spread;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How many frames a second the pipeline answers while cameras send more than that: the unit of all loads. Cameras send all the
 * while, as in every run, since taking frames to Kafka costs the machine something too. Short runs of more and more load find
 * about how much it is; a longer one, of a little more load than that, is what counts. The first part of its time, while the
 * backlog builds up, does not count; the rest is cut into windows, of which the median counts.
 */
final class CapacityProbe {
    private static final int WINDOWS = 5;

    /** Enough that there are always some waiting, and little enough that sending them costs hardly more. */
    private static final double OVERLOAD = 1.15;

    /** In frames per second; a small model, which could do far more than the rest of the pipeline, is come near by doubling. */
    private static final double FIRST_GUESS = 100;

    /** When less than this share of the frames is answered as they come, there were too many. */
    private static final double KEPT_UP = 0.9;

    private static final Duration SHORT = Duration.ofMillis(1500);

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
        double offered = Math.min(most.capacity(), FIRST_GUESS);
        double answered = untilAllAreAnswered(frames(dense, deadline, offered, SHORT));
        while (answered >= KEPT_UP * offered && offered < most.capacity()) {
            offered *= 2;
            answered = untilAllAreAnswered(frames(dense, deadline, offered, SHORT));
        }
        return windows(frames(dense, deadline, OVERLOAD * answered, most.duration()));
    }

    private List<FrameFate> frames(Contender dense, Duration deadline, double framesPerSecond, Duration duration)
            throws InterruptedException {
        Demand demand = new Demand(framesPerSecond, duration, most.cameras(), most.seed());
        return new LoadRun(rig, footage, demand, new CameraLoad(LoadShape.STEADY))
                .run(dense, deadline)
                .frames();
    }

    /** Frames per second up to the last answer. */
    private static double untilAllAreAnswered(List<FrameFate> frames) {
        double last = frames.stream()
                .mapToDouble(CapacityProbe::answeredAt)
                .filter(Double::isFinite)
                .max()
                .orElseThrow(
                        () -> new OperatorException("No frame was answered while the dense capacity was measured."));
        return frames.size() / last;
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
