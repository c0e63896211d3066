package io.sluice.deploy.cli;

import io.sluice.deploy.view.LiveTable;
import io.sluice.deploy.view.LiveView;
import io.sluice.deploy.view.LogView;
import io.sluice.deploy.view.TerminalView;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands behind standard error, as the launcher found it: Java 17 cannot ask.
 *
 * @param interactive whether it is a terminal that understands ANSI sequences
 * @param rows its height in lines, at least 4
 * @param columns its width in characters, at least 1
 * @param coloured whether colours are welcome (no-color.org)
 */
public record Terminal(boolean interactive, int rows, int columns, boolean coloured) {
    /** A file or a pipe. */
    public static final Terminal NONE = new Terminal(false, 24, 80, false);

    private static final Duration LOG_EVERY = Duration.ofSeconds(5);

    /** Rows and columns, as stty prints them; of a size that a table fits in. */
    private static final Pattern SIZE = Pattern.compile("([4-9]|[1-9][0-9]{1,3}) ([1-9][0-9]{0,3})");

    /** A view of a running command: a table on a terminal, else a line every five seconds. */
    public LiveView view(PrintWriter err, LongSupplier nanos) {
        LiveTable table = new LiveTable(rows, columns, coloured ? LiveTable.Style.ANSI : LiveTable.Style.PLAIN);
        return interactive ? new TerminalView(err, table) : new LogView(err, table, LOG_EVERY, nanos);
    }

    static Terminal ofStandardError() {
        return of(System.getenv());
    }

    /** {@code SLUICE_TERMINAL} is set by the launcher when standard error is a terminal. */
    static Terminal of(Map<String, String> environment) {
        Matcher size = SIZE.matcher(environment.getOrDefault("SLUICE_TERMINAL", ""));
        if (!size.matches() || environment.getOrDefault("TERM", "dumb").equals("dumb")) {
            return NONE;
        }
        boolean coloured = environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(true, Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2)), coloured);
    }
}
