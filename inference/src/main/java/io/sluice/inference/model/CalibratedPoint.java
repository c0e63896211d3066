package io.sluice.inference.model;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * An operating point with what was measured of it on this device.
 *
 * @param point how a model is run
 * @param service how long that takes
 * @param fidelity how faithful it is; empty where that was not measured
 */
public record CalibratedPoint(OperatingPoint point, ServiceTimes service, Optional<SampleFidelity> fidelity) {
    /** Time per frame in batches of the size that suits it best. Asked for each frame: Duration's own division takes microseconds. */
    public Duration timePerFrame() {
        long leastNanos = Long.MAX_VALUE;
        for (Map.Entry<Integer, Duration> batch : service.byBatch().entrySet()) {
            leastNanos = Math.min(leastNanos, batch.getValue().toNanos() / batch.getKey());
        }
        return Duration.ofNanos(leastNanos);
    }

    /** This with what is known of its fidelity now. */
    public CalibratedPoint withFidelity(SampleFidelity measured) {
        return new CalibratedPoint(point, service, Optional.of(measured));
    }
}
