package io.sluice.deploy.cli;

import java.io.IOException;
import java.io.Writer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Standard output of a running command, line by line; can be closed as {@code head} closes it. */
public final class LineQueue extends Writer {
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final StringBuilder line = new StringBuilder();
    private volatile boolean closed;

    /** The next line, waited for. */
    public String next() throws InterruptedException {
        String next = lines.poll(30, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("No line in 30 seconds.");
        }
        return next;
    }

    /** The next line, or null if none comes soon. */
    public String poll() throws InterruptedException {
        return lines.poll(200, TimeUnit.MILLISECONDS);
    }

    @Override
    public void write(char[] text, int from, int length) throws IOException {
        if (closed) {
            throw new IOException("Broken pipe");
        }
        for (int i = from; i < from + length; i++) {
            accept(text[i]);
        }
    }

    private void accept(char character) {
        if (character == '\n') {
            lines.add(line.toString());
            line.setLength(0);
        } else {
            line.append(character);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        closed = true;
    }
}
