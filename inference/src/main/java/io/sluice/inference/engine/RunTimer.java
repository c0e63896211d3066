package io.sluice.inference.engine;

import io.sluice.inference.model.OperatingPoint;
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
 * Times runs as a busy service makes them: each of several threads runs batches of noise through a lane of its own, all on
 * the same engine at the same time.
 */
public final class RunTimer implements AutoCloseable {
    /** The least that has a middle. */
    private static final int LEAST_RUNS = 3;

    private static final long SEED = 1;

    private final int threads;
    private final LongSupplier nanoTime;
    private final ExecutorService pool;

    /**
     * Starts the threads when they are first needed.
     *
     * @param threads that run at the same time
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    public RunTimer(int threads, LongSupplier nanoTime) {
        this.threads = threads;
        this.nanoTime = nanoTime;
        this.pool = Executors.newFixedThreadPool(threads);
    }

    /**
     * Runs for {@code duration} or three times on each thread, whichever is longer; once more before, which is not counted.
     *
     * @param batch frames a run
     * @return for each thread the time of each of its runs
     * @throws java.util.concurrent.CompletionException around an {@link EngineException} when ONNX Runtime fails
     */
    public List<List<Duration>> time(Engine engine, OperatingPoint point, int batch, Duration duration) {
        List<CompletableFuture<List<Duration>>> runs = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> onThread(engine, point, batch, duration), pool))
                .limit(threads)
                .toList();
        CompletableFuture.allOf(runs.toArray(CompletableFuture[]::new)).join();
        return runs.stream().map(CompletableFuture::join).toList();
    }

    private List<Duration> onThread(Engine engine, OperatingPoint point, int batch, Duration duration) {
        try (Lane lane = engine.lane(batch)) {
            fill(lane, batch);
            lane.run(point, batch); // the first run finds the caches full of another engine
            return runs(lane, point, batch, duration);
        }
    }

    private List<Duration> runs(Lane lane, OperatingPoint point, int batch, Duration duration) {
        List<Duration> times = new ArrayList<>();
        long begin = nanoTime.getAsLong();
        long now = begin;
        while (times.size() < LEAST_RUNS || now - begin < duration.toNanos()) {
            lane.run(point, batch);
            long end = nanoTime.getAsLong();
            times.add(Duration.ofNanos(end - now));
            now = end;
        }
        return times;
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
