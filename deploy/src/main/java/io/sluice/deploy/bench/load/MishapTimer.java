package io.sluice.deploy.bench.load;

import io.sluice.deploy.OperatorException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Makes a mishap begin and end when it is time, on a thread of its own. */
final class MishapTimer implements AutoCloseable {
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    private final List<Future<?>> planned = new ArrayList<>();

    /** @param until the run begins, from now */
    void plan(Mishap mishap, Trouble trouble, Duration until) {
        planned.add(executor.schedule(mishap::begin, nanos(until, trouble.fromSecond()), TimeUnit.NANOSECONDS));
        planned.add(executor.schedule(mishap::end, nanos(until, trouble.toSecond()), TimeUnit.NANOSECONDS));
    }

    private static long nanos(Duration until, double second) {
        return until.toNanos() + Math.round(second * 1e9);
    }

    /**
     * Waits until all has happened.
     *
     * @throws OperatorException where it could not be made to happen
     */
    void requireDone() throws InterruptedException {
        for (Future<?> next : planned) {
            try {
                next.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof OperatorException failure) {
                    throw failure;
                }
                throw new OperatorException("What was to go wrong could not be made to: " + e.getCause() + ".", e);
            }
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
