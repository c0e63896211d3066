package io.sluice.deploy.cli;

import io.sluice.deploy.tail.LineSink;
import java.io.PrintWriter;

/**
 * A tail's lines on the streams of a command.
 *
 * @param out records
 * @param err what was passed over
 */
record PrintedLines(PrintWriter out, PrintWriter err) implements LineSink {
    @Override
    public void line(String json) {
        out.write(json);
        out.write('\n'); // unlike println, not flushed line by line
    }

    @Override
    public void skipped(String reason) {
        err.println(reason);
    }

    @Override
    public boolean flush() {
        return !out.checkError();
    }
}
