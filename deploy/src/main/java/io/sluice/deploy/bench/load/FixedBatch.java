package io.sluice.deploy.bench.load;

import io.sluice.inference.model.ServiceTimes;
import java.time.Duration;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The size of the batches of a policy that does not adapt it: the smallest that is nearly as good as any, so that no frame
 * waits for company that saves nothing, and that leaves time for frames to come late and to wait for the batch before.
 *
 * @param service times of batches as measured
 * @param deadline of every frame
 */
record FixedBatch(ServiceTimes service, Duration deadline) {
    /** Differences below it may be noise. */
    private static final double NEARLY = 1.1;

    /** Longest service time of a batch, as a part of the deadline. */
    private static final int PARTS = 4;

    /** In frames; the smallest size measured where even that takes too long. */
    int frames() {
        NavigableMap<Integer, Duration> quick = new TreeMap<>(service.byBatch());
        quick.values().removeIf(time -> time.compareTo(deadline.dividedBy(PARTS)) > 0);
        double best = quick.keySet().stream().mapToDouble(this::perFrame).min().orElse(0);
        return quick.keySet().stream()
                .filter(size -> perFrame(size) <= NEARLY * best)
                .findFirst()
                .orElseGet(service.byBatch()::firstKey);
    }

    private double perFrame(int size) {
        return (double) service.byBatch().get(size).toNanos() / size;
    }
}
