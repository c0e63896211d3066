package io.sluice.deploy.view;

import java.io.PrintWriter;
import java.util.List;

/**
 * A table on a terminal that stays in its place: each snapshot is written over the one before in a single write, line by
 * line, so that nothing flickers. The cursor is hidden and long lines are not wrapped while it runs, should the terminal
 * become narrower.
 */
public final class TerminalView implements LiveView {
    private static final String BEGIN = "\u001b[?25l\u001b[?7l"; // hide the cursor, do not wrap
    private static final String END = "\u001b[?7h\u001b[?25h";
    private static final String CLEAR_REST_OF_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";

    private final PrintWriter terminal;
    private final LiveTable table;
    private int linesShown;
    private boolean begun;

    /**
     * @param terminal to draw on; stays the caller's to close
     * @param table what a snapshot looks like
     */
    public TerminalView(PrintWriter terminal, LiveTable table) {
        this.terminal = terminal;
        this.table = table;
    }

    @Override
    public synchronized void show(LiveSnapshot snapshot) {
        StringBuilder frame = new StringBuilder(begun ? "" : BEGIN).append(cursorUp());
        List<String> lines = table.lines(snapshot);
        lines.forEach(line -> frame.append(line).append(CLEAR_REST_OF_LINE).append('\n'));
        frame.append(CLEAR_BELOW);
        terminal.print(frame);
        terminal.flush();
        begun = true;
        linesShown = lines.size();
    }

    private String cursorUp() {
        return linesShown == 0 ? "" : "\r\u001b[" + linesShown + "A";
    }

    @Override
    public synchronized void close() {
        if (begun) {
            terminal.print(END);
            terminal.flush();
        }
        begun = false;
        linesShown = 0;
    }
}
