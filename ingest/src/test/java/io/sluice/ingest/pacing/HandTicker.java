package io.sluice.ingest.pacing;

import java.time.Duration;

/** Time that passes only when somebody waits for it, or moves it. */
public final class HandTicker implements Ticker {
    private long nanos;
    private long waitedNanos;

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public synchronized void pause(long nanos) {
        waitedNanos += Math.max(0, nanos);
        this.nanos += Math.max(0, nanos);
    }

    public synchronized void pass(Duration time) {
        nanos += time.toNanos();
    }

    public synchronized Duration waited() {
        return Duration.ofNanos(waitedNanos);
    }
}
