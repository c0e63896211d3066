package io.sluice.deploy.cli;

import io.sluice.deploy.fetch.FetchProgress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** A download on standard error: a bar on a terminal, else a line every few seconds. */
final class FetchView implements FetchProgress, AutoCloseable {
    private static final Duration BAR_EVERY = Duration.ofMillis(100);
    private static final Duration LINE_EVERY = Duration.ofSeconds(5);
    private static final int BAR_COLUMNS = 24;
    private static final double MEGA = 1e6;

    private final PrintWriter err;
    private final Terminal terminal;
    private final BooleanSupplier stopped;
    private final LongSupplier nanos;
    private long shownNanos;
    private boolean barShown;

    /**
     * Nothing is shown before some time has passed.
     *
     * @param nanos a clock of nanoseconds from any origin
     */
    FetchView(PrintWriter err, Terminal terminal, BooleanSupplier stopped, LongSupplier nanos) {
        this.err = err;
        this.terminal = terminal;
        this.stopped = stopped;
        this.nanos = nanos;
        this.shownNanos = nanos.getAsLong();
    }

    @Override
    public void at(String file, long bytes, OptionalLong total) {
        boolean whole = total.isPresent() && bytes >= total.getAsLong();
        Duration every = terminal.interactive() ? BAR_EVERY : LINE_EVERY;
        long now = nanos.getAsLong();
        if (now - shownNanos >= every.toNanos() || (whole && barShown)) {
            shownNanos = now;
            show(file, bytes, total);
        }
    }

    private void show(String file, long bytes, OptionalLong total) {
        String line = total.isPresent()
                ? String.format(
                        Locale.ROOT,
                        "%s %s %3d %%  %.1f of %.1f MB",
                        file,
                        terminal.interactive() ? bar(bytes, total.getAsLong()) : "",
                        100 * bytes / Math.max(1, total.getAsLong()),
                        bytes / MEGA,
                        total.getAsLong() / MEGA)
                : String.format(Locale.ROOT, "%s %.1f MB", file, bytes / MEGA);
        if (terminal.interactive()) {
            barShown = true;
            err.print("\r" + line.substring(0, Math.min(line.length(), terminal.columns() - 1)) + "\u001b[K");
            err.flush();
        } else {
            err.println(line);
        }
    }

    private static String bar(long bytes, long total) {
        int full = (int) (BAR_COLUMNS * bytes / Math.max(1, total));
        return "[" + "#".repeat(full) + "-".repeat(BAR_COLUMNS - full) + "]";
    }

    @Override
    public boolean stopped() {
        return stopped.getAsBoolean();
    }

    @Override
    public void close() {
        if (barShown) {
            err.println();
        }
    }
}
