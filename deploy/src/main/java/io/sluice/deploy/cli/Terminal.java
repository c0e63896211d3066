package io.sluice.deploy.cli;

import io.sluice.deploy.view.LiveTable;
import io.sluice.deploy.view.LiveView;
import io.sluice.deploy.view.LogView;
import io.sluice.deploy.view.TerminalView;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What stands behind standard error, as the launcher found it: Java 17 cannot ask.
 *
 * @param interactive whether it is a terminal that understands ANSI sequences
 * @param columns its width in characters, at least 1
 * @param coloured whether colours are welcome (no-color.org)
 */
public record Terminal(boolean interactive, int columns, boolean coloured) {
    /** A file or a pipe. */
    public static final Terminal NONE = new Terminal(false, 80, false);

    private static final Duration LOG_EVERY = Duration.ofSeconds(5);

    public Terminal {
        if (columns < 1) {
            throw new IllegalArgumentException("Expected at least one column, found " + columns + ".");
        }
    }

    /** A view of a running command: a table on a terminal, else a line every five seconds. */
    public LiveView view(PrintWriter err, LongSupplier nanos) {
        LiveTable table = new LiveTable(columns, coloured ? LiveTable.Style.ANSI : LiveTable.Style.PLAIN);
        return interactive ? new TerminalView(err, table) : new LogView(err, table, LOG_EVERY, nanos);
    }

    static Terminal ofStandardError() {
        return of(System.getenv());
    }

    /** {@code SLUICE_COLUMNS} is set by the launcher when standard error is a terminal. */
    static Terminal of(Map<String, String> environment) {
        String columns = environment.getOrDefault("SLUICE_COLUMNS", "");
        if (!columns.matches("[1-9][0-9]{0,3}")
                || environment.getOrDefault("TERM", "dumb").equals("dumb")) {
            return NONE;
        }
        boolean coloured = environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(true, Integer.parseInt(columns), coloured);
    }
}
