package io.sluice.inference.metrics;

import io.micrometer.core.instrument.Meter;
import java.time.Duration;
import java.util.List;

/** A camera's counts, and their copy that is scraped. Guarded by whoever has it. */
final class CameraSeries {
    /** A camera that has been silent for that long has no series any more: others may have its place. */
    static final Duration SILENCE = Duration.ofHours(1);

    private final CameraTally counted = new CameraTally();
    private final CameraTally copy = new CameraTally();
    private final List<Meter> meters;
    private long heardNanos;

    /** @param nanos now */
    CameraSeries(Registrar registrar, String camera, long nanos) {
        meters = copy.show(registrar, camera);
        heardNanos = nanos;
    }

    /** What is counted now; scrapes show it from the next {@link #copy} on. */
    CameraTally counted() {
        return counted;
    }

    /** @param nanos now */
    void copy(long nanos) {
        if (copy.frames() != counted.frames()) {
            heardNanos = nanos;
        }
        copy.become(counted);
    }

    /** Whether nobody misses it: without its counts the sums over all cameras still agree. */
    boolean isOver(long nanos) {
        return nanos - heardNanos > SILENCE.toNanos() && counted.isSettled();
    }

    /** Takes it off the scrapes. */
    void end(Registrar registrar) {
        meters.forEach(registrar.registry()::remove);
    }
}
