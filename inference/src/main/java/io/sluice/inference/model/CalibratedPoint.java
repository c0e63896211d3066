package io.sluice.inference.model;

import java.time.Duration;
import java.util.Optional;

/**
 * An operating point with what was measured of it on this device.
 *
 * @param point how a model is run
 * @param service how long that takes
 * @param fidelity how faithful it is; empty where that was not measured
 */
public record CalibratedPoint(OperatingPoint point, ServiceTimes service, Optional<SampleFidelity> fidelity) {
    /** Time per frame in batches of the size that suits it best. */
    public Duration timePerFrame() {
        return service.byBatch().entrySet().stream()
                .map(batch -> batch.getValue().dividedBy(batch.getKey()))
                .min(Duration::compareTo)
                .orElseThrow();
    }

    /** This with what is known of its fidelity now. */
    public CalibratedPoint withFidelity(SampleFidelity measured) {
        return new CalibratedPoint(point, service, Optional.of(measured));
    }
}
