package io.sluice.deploy.bench;

import io.sluice.deploy.modeling.Rung;
import io.sluice.inference.engine.RunTimer;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/** Rates of engines. A thread's rate is that of its median run, so that what interrupts single runs does not count. */
final class EngineTimer implements AutoCloseable {
    private final RunTimer timer;

    EngineTimer(int threads, LongSupplier nanoTime) {
        this.timer = new RunTimer(threads, nanoTime);
    }

    /** Images per second of all threads together, measured for {@code duration} or three runs, whichever is longer. */
    double imagesPerSecond(Rung rung, int batch, Duration duration) {
        return timer.time(rung.engine(), rung.point(), batch, duration).stream()
                .mapToDouble(runs -> batch * 1e9 / medianNanos(runs))
                .sum();
    }

    private static double medianNanos(List<Duration> runs) {
        return Spread.of(runs.stream().map(run -> (double) run.toNanos()).toList())
                .median();
    }

    @Override
    public void close() {
        timer.close();
    }
}
