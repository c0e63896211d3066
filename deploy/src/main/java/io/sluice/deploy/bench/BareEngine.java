package io.sluice.deploy.bench;

import io.sluice.deploy.modeling.LoadedModel;
import io.sluice.inference.engine.Lane;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The model alone: each lane's thread runs batches of one, the size that suits a CPU, as fast as it can.
 *
 * @param lanes threads
 * @param nanoTime a clock like {@link System#nanoTime}
 */
record BareEngine(LoadedModel model, int lanes, LongSupplier nanoTime) {

    /** All lanes together, for {@code duration}. */
    double framesPerSecond(Duration duration) {
        ExecutorService threads = Executors.newFixedThreadPool(lanes);
        try {
            long deadline = nanoTime.getAsLong() + duration.toNanos();
            List<CompletableFuture<Double>> rates = Stream.generate(
                            () -> CompletableFuture.supplyAsync(() -> laneRate(deadline), threads))
                    .limit(lanes)
                    .toList();
            return rates.stream().mapToDouble(CompletableFuture::join).sum();
        } finally {
            threads.shutdown();
        }
    }

    private double laneRate(long deadlineNanos) {
        try (Lane lane = model.engine().lane(1)) {
            long begin = nanoTime.getAsLong();
            long now = begin;
            long frames = 0;
            while (now < deadlineNanos) {
                lane.run(model.point(), 1);
                frames++;
                now = nanoTime.getAsLong();
            }
            return frames * 1e9 / (now - begin);
        }
    }
}
