package io.sluice.deploy.bench;

import io.sluice.deploy.modeling.Rung;
import io.sluice.inference.engine.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Times engines as lanes run them: each of several threads runs batches of noise through a lane of its own, one intra-op
 * thread each, all on the same session. Every run is timed; a thread's rate is that of its median run, so that what
 * interrupts single runs does not count.
 */
final class EngineTimer implements AutoCloseable {
    /** The least that has a middle. */
    private static final int LEAST_RUNS = 3;

    private static final long SEED = 1;

    private final int threads;
    private final LongSupplier nanoTime;
    private final ExecutorService pool;

    EngineTimer(int threads, LongSupplier nanoTime) {
        this.threads = threads;
        this.nanoTime = nanoTime;
        this.pool = Executors.newFixedThreadPool(threads);
    }

    /** Images per second of all threads together, measured for {@code duration} or three runs, whichever is longer. */
    double imagesPerSecond(Rung rung, int batch, Duration duration) {
        List<CompletableFuture<Double>> rates = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> rateOfThread(rung, batch, duration), pool))
                .limit(threads)
                .toList();
        return rates.stream().mapToDouble(CompletableFuture::join).sum();
    }

    private double rateOfThread(Rung rung, int batch, Duration duration) {
        try (Lane lane = rung.engine().lane(batch)) {
            fill(lane, batch);
            lane.run(rung.point(), batch); // the first run finds the caches full of another engine
            return batch
                    * 1e9
                    / Spread.of(runNanos(lane, rung, batch, duration)).median();
        }
    }

    private List<Double> runNanos(Lane lane, Rung rung, int batch, Duration duration) {
        List<Double> nanos = new ArrayList<>();
        long begin = nanoTime.getAsLong();
        long now = begin;
        while (nanos.size() < LEAST_RUNS || now - begin < duration.toNanos()) {
            lane.run(rung.point(), batch);
            long end = nanoTime.getAsLong();
            nanos.add((double) (end - now));
            now = end;
        }
        return nanos;
    }

    /** Pictures that differ: to a method that compares tokens, a black one is a special case. */
    private static void fill(Lane lane, int batch) {
        byte[] noise = new byte[lane.batch().pixels(batch).remaining()];
        new Random(SEED).nextBytes(noise);
        lane.batch().pixels(batch).put(noise);
    }

    @Override
    public void close() {
        pool.shutdown();
    }
}
