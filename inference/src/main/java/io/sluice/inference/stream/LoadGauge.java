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
    private final InferenceSettings settings;
    private final CameraPolicies cameras;
    private final ThroughputMeter meter;
    private final ConsumerLag lag;
    private final DeviceSpeed speed;

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
    }

    /** Before anything has arrived. */
    LoadSnapshot idle(Instant now) {
        return LoadSnapshot.idle(
                now, cameras.shortestDeadline(), settings.batching().lanes(), settings.maxBatch());
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
                batch.size() + waiting + lag.total().orElse(0),
                batch.stream()
                        .map(task -> task.age(now))
                        .max(Duration::compareTo)
                        .orElseThrow(),
                batch.stream()
                        .map(task -> cameras.of(task.camera()).deadline().minus(task.age(now)))
                        .min(Duration::compareTo)
                        .orElseThrow(),
                cameras.shortestDeadline(),
                meter.total().inFlight(),
                settings.batching().lanes(),
                settings.maxBatch(),
                speed.slowdown());
    }

    /** How long it takes at {@code rung} until a frame is answered that has {@code waiting} others before it. */
    Duration timeToAnswer(CalibratedPoint rung, int waiting) {
        int batch = Math.min(settings.maxBatch(), waiting + 1);
        double queued = (double) waiting
                * rung.timePerFrame().toNanos()
                / settings.batching().lanes();
        double run = rung.service().of(batch).toNanos();
        return Duration.ofNanos((long) ((queued + run) * speed.slowdown()));
    }
}
