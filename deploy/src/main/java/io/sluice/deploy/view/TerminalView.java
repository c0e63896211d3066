package io.sluice.deploy.view;

import java.io.PrintWriter;
import java.util.List;

/**
 * A table on a terminal that stays in its place: each snapshot is written over the one before in a single write, line by
 * line, so that nothing flickers. The cursor is hidden and long lines are not wrapped while it runs, should the terminal
 * become narrower.
 */
public final class TerminalView implements LiveView {
    private static final String HIDE_CURSOR = "\u001b[?25l";
    private static final String SHOW_CURSOR = "\u001b[?25h";
    private static final String DO_NOT_WRAP = "\u001b[?7l";
    private static final String WRAP = "\u001b[?7h";
    private static final String CLEAR_REST_OF_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";

    private final PrintWriter terminal;
    private final LiveTable table;
    private List<String> shown = List.of();
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
        draw((begun ? "" : HIDE_CURSOR + DO_NOT_WRAP) + cursorUp(), table.lines(snapshot));
        begun = true;
    }

    @Override
    public synchronized void say(String line) {
        String wrapped = begun ? WRAP + line + DO_NOT_WRAP : line;
        draw(cursorUp() + CLEAR_BELOW + wrapped + "\n", shown);
    }

    private void draw(String before, List<String> lines) {
        StringBuilder frame = new StringBuilder(before);
        lines.forEach(line -> frame.append(line).append(CLEAR_REST_OF_LINE).append('\n'));
        frame.append(CLEAR_BELOW);
        terminal.print(frame);
        terminal.flush();
        shown = lines;
    }

    private String cursorUp() {
        return shown.isEmpty() ? "" : "\r\u001b[" + shown.size() + "A";
    }

    @Override
    public synchronized void close() {
        if (begun) {
            terminal.print(WRAP + SHOW_CURSOR);
            terminal.flush();
        }
        begun = false;
        shown = List.of();
    }
}
