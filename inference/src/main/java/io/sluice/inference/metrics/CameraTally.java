package io.sluice.inference.metrics;

import io.micrometer.core.instrument.Meter;
import io.sluice.inference.model.RejectReason;
import io.sluice.inference.model.ShedReason;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What became of a camera's frames. Guarded by whoever has it. */
final class CameraTally {
    private static final double NANOS = 1e9;

    private long offered;
    private long labelled;
    private long ageNanos;
    private final Map<ShedReason, Count> shed = new EnumMap<>(ShedReason.class);
    private final Map<RejectReason, Count> rejected = new EnumMap<>(RejectReason.class);

    /** A number that grows without garbage. */
    private static final class Count {
        private long value;
    }

    CameraTally() {
        for (ShedReason reason : ShedReason.values()) {
            shed.put(reason, new Count());
        }
        for (RejectReason reason : RejectReason.values()) {
            rejected.put(reason, new Count());
        }
    }

    void offered() {
        offered++;
    }

    void labelled(long age) {
        labelled++;
        ageNanos += age;
    }

    void shed(ShedReason reason) {
        shed.get(reason).value++;
    }

    void rejected(RejectReason reason) {
        rejected.get(reason).value++;
    }

    /** Makes this what {@code other} is now. */
    void become(CameraTally other) {
        offered = other.offered;
        labelled = other.labelled;
        ageNanos = other.ageNanos;
        shed.forEach((reason, count) -> count.value = other.shed.get(reason).value);
        rejected.forEach((reason, count) -> count.value = other.rejected.get(reason).value);
    }

    /** Offered so far. */
    long frames() {
        return offered;
    }

    /** Whether each frame has got its answer here. */
    boolean isSettled() {
        return offered == labelled + sum(shed) + sum(rejected);
    }

    private static long sum(Map<?, Count> counts) {
        return counts.values().stream().mapToLong(count -> count.value).sum();
    }

    /** Shows this, which must be kept. */
    List<Meter> show(Registrar registrar, String camera) {
        List<Meter> meters = new ArrayList<>();
        meters.add(registrar.counter(Metric.FRAMES_OFFERED, this, tally -> tally.offered, camera));
        meters.add(registrar.counter(Metric.FRAMES_LABELLED, this, tally -> tally.labelled, camera));
        meters.add(registrar.counter(Metric.CAMERA_AGE, this, tally -> tally.ageNanos / NANOS, camera));
        shed.forEach((reason, count) ->
                meters.add(registrar.counter(Metric.FRAMES_SHED, count, shown -> shown.value, camera, reason.label())));
        rejected.forEach((reason, count) -> meters.add(
                registrar.counter(Metric.FRAMES_REJECTED, count, shown -> shown.value, camera, reason.label())));
        return meters;
    }
}
