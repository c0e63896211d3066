package io.sluice.ingest;

/** Events a second over the last {@value #WINDOW} events, falling when none comes. */
final class RateMeter {
    private static final int WINDOW = 64;

    private final long[] nanos = new long[WINDOW];
    private long events;

    synchronized void mark(long nowNanos) {
        nanos[(int) (events++ % WINDOW)] = nowNanos;
    }

    synchronized double perSecond(long nowNanos) {
        int kept = (int) Math.min(events, WINDOW);
        if (kept < 2) {
            return 0;
        }
        long first = nanos[(int) ((events - kept) % WINDOW)];
        long last = nanos[(int) ((events - 1) % WINDOW)];
        // Once the next event is later than usual, the wait for it counts.
        long usual = (last - first) / (kept - 1);
        long overdue = Math.max(0, nowNanos - last - usual);
        return (kept - 1) * 1e9 / Math.max(1, last - first + overdue);
    }
}
