package io.sluice.deploy.bench.faults;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A small program of the operating system, for what Java has no call for. */
final class SystemCommand {
    private SystemCommand() {}

    /** Whether it could be run and ended with success. */
    static boolean run(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted during " + String.join(" ", command), e));
        }
    }
}
