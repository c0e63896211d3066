package io.sluice.deploy.view;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongSupplier;

/** One plain line every few seconds, for files and pipes. */
public final class LogView implements LiveView {
    private final PrintWriter log;
    private final LiveTable table;
    private final long everyNanos;
    private final LongSupplier nanos;
    private boolean begun;
    private long lastNanos;

    /**
     * @param log to write to; stays the caller's to close
     * @param table what a snapshot looks like
     * @param every least time between two lines
     * @param nanos a clock of nanoseconds from any origin
     */
    public LogView(PrintWriter log, LiveTable table, Duration every, LongSupplier nanos) {
        this.log = log;
        this.table = table;
        this.everyNanos = every.toNanos();
        this.nanos = nanos;
    }

    @Override
    public synchronized void show(LiveSnapshot snapshot) {
        long now = nanos.getAsLong();
        if (!begun || now - lastNanos >= everyNanos) {
            log.println(table.summary(snapshot.overall()));
            begun = true;
            lastNanos = now;
        }
    }

    @Override
    public synchronized void say(String line) {
        log.println(line);
    }

    @Override
    public void close() {
        // nothing to restore
    }
}
