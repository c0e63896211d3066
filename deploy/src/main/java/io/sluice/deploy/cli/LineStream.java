package io.sluice.deploy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.function.Consumer;

/** Hands on what is written to it, in UTF-8, line by line. */
final class LineStream extends OutputStream {
    private final Consumer<String> sink;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /** @param sink told of each line, without its end */
    LineStream(Consumer<String> sink) {
        this.sink = sink;
    }

    @Override
    public synchronized void write(int character) {
        if (character == '\n') {
            sink.accept(line.toString(UTF_8));
            line.reset();
        } else {
            line.write(character);
        }
    }
}
