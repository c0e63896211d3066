package io.sluice.deploy.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Memory that a process really occupies, as Linux counts it in a status file: heap, native memory and mapped files, as far
 * as they are in RAM.
 *
 * @param status such as {@link #OF_THIS_PROCESS}
 */
public record ResidentMemory(Path status) {
    static final Path OF_THIS_PROCESS = Path.of("/proc/self/status");

    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    /** Bytes that this process occupies; empty where the operating system does not say. */
    public static OptionalLong ofThisProcess() {
        return new ResidentMemory(OF_THIS_PROCESS).bytes();
    }

    /** Bytes; empty where the operating system does not say. */
    OptionalLong bytes() {
        try (Stream<String> lines = Files.lines(status)) {
            return lines.map(RESIDENT::matcher)
                    .filter(Matcher::matches)
                    .mapToLong(line -> Long.parseLong(line.group(1)) * 1024)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
