package io.sluice.deploy.bench.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** A small program of the operating system, for what Java has no call for. */
final class SystemCommand {
    private SystemCommand() {}

    /** Whether it could be run and ended with success. */
    static boolean run(String... command) {
        return run(Map.of(), command);
    }

    /** The same with an environment that is added to that of this process. */
    static boolean run(Map<String, String> environment, String... command) {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        try {
            return builder.start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted during " + String.join(" ", command), e));
        }
    }
}
