package io.sluice.inference.stream;

import io.sluice.inference.control.CameraPolicies;
import io.sluice.inference.control.DeviceSpeed;
import io.sluice.inference.control.LoadSnapshot;
import io.sluice.inference.model.CalibratedPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Reads the load off the parts of the process. Safe for concurrent use. */
final class LoadGauge {
    private static final double LARGEST_UTILIZATION = 0.7;

    private final InferenceSettings settings;
    private final CameraPolicies cameras;
    private final ThroughputMeter meter;
    private final ConsumerLag lag;
    private final DeviceSpeed speed;
    private final Duration deadline;

    /** @param cameras what they ask for */
    LoadGauge(
            InferenceSettings settings,
            CameraPolicies cameras,
            ThroughputMeter meter,
            ConsumerLag lag,
            DeviceSpeed speed) {
        this.settings = settings;
        this.cameras = cameras;
        this.meter = meter;
        this.lag = lag;
        this.speed = speed;
        this.deadline = cameras.shortestUrgency();
    }

    /**
     * The load between batches.
     *
     * @param waiting frames that no lane has taken yet
     */
    LoadSnapshot between(int waiting, Instant now) {
        return new LoadSnapshot(
                now,
                meter.arrivalsPerSecond(),
                0,
                waiting + lag.total().orElse(0),
                Duration.ZERO,
                deadline,
                deadline,
                meter.total().inFlight(),
                settings.batching().lanes(),
                settings.maxBatch(),
                speed.slowdown());
    }

    /**
     * The load that a batch meets.
     *
     * @param batch about to be run; at least one frame
     * @param waiting frames that no lane has taken yet
     */
    LoadSnapshot of(List<FrameTask> batch, int waiting, Instant now) {
        return new LoadSnapshot(
                now,
                meter.arrivalsPerSecond(),
                batch.size(),
                batch.size() + waiting + lag.total().orElse(0),
                batch.stream()
                        .map(task -> task.age(now))
                        .max(Duration::compareTo)
                        .orElseThrow(),
                batch.stream()
                        .map(task -> cameras.of(task.camera()).urgency().minus(task.age(now)))
                        .min(Duration::compareTo)
                        .orElseThrow(),
                deadline,
                meter.total().inFlight(),
                settings.batching().lanes(),
                settings.maxBatch(),
                speed.slowdown());
    }

    /** How long it takes at {@code rung} until a frame's answer is published that has {@code waiting} others before it. */
    Duration timeToAnswer(CalibratedPoint rung, int waiting) {
        double queued = (double) waiting
                * rung.timePerFrame().toNanos()
                / settings.batching().lanes();
        return timeToRun(rung, Math.min(settings.maxBatch(), waiting + 1))
                .plusNanos((long) (queued * speed.slowdown()));
    }

    /** How long it takes at {@code rung} until the answers of a batch of {@code frames} are published. */
    Duration timeToRun(CalibratedPoint rung, int frames) {
        return Duration.ofNanos((long) (rung.service().of(frames).toNanos() * speed.slowdown()))
                .plus(meter.publishDelay());
    }

    /**
     * Whether a lane may be kept busy with something else than frames: load leaves it idle often enough, and a frame that
     * arrives just then will be in time.
     *
     * @param occupied for how long
     * @param serving the point that such a frame is answered at
     */
    boolean leavesTimeFor(Duration occupied, CalibratedPoint serving) {
        double busyNanosPerSecond =
                meter.arrivalsPerSecond() * serving.timePerFrame().toNanos() * speed.slowdown();
        Duration answered = occupied.plus(timeToRun(serving, 1));
        return busyNanosPerSecond
                        < LARGEST_UTILIZATION * 1e9 * settings.batching().lanes()
                && answered.compareTo(deadline.dividedBy(2)) <= 0;
    }
}
