package io.sluice.ingest.pacing;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Elapsed time, and waiting for it to pass; tests move it by hand. */
public interface Ticker {
    /** Nanoseconds from any origin. */
    long nanos();

    /**
     * Waits.
     *
     * @param nanos how long; not at all if 0 or less
     */
    void pause(long nanos) throws InterruptedException;

    /** The machine's own time. */
    static Ticker system() {
        Semaphore never = new Semaphore(0);
        return new Ticker() {
            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public void pause(long nanos) throws InterruptedException {
                // There is never a permit: this waits, and can be interrupted.
                boolean permitted = never.tryAcquire(nanos, TimeUnit.NANOSECONDS);
                if (permitted) {
                    throw new IllegalStateException("expected no permit");
                }
            }
        };
    }
}
