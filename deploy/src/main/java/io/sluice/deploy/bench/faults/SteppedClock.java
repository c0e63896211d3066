package io.sluice.deploy.bench.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The wall clock of a child process, as libfaketime shows it: Java, Kafka's clients and all else in the process see it step; the
 * clock that measures durations goes on, as it does on a real machine.
 */
final class SteppedClock {
    /** Kafka takes no record that is an hour ahead of its own clock. */
    private static final Duration FARTHEST = Duration.ofMinutes(50);

    /** Where distributions put it. */
    private static final List<Path> PLACES = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/lib64/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/lib/faketime/libfaketimeMT.so.1"));

    /** The library, where it is installed. */
    static Optional<Path> installed() {
        return PLACES.stream().filter(Files::exists).findFirst();
    }

    /**
     * Whether a process sees the clock that the library shows: one that is not libfaketime, or for another machine, changes
     * nothing without a word.
     *
     * @param library to be tried
     * @param directory for a file
     */
    static boolean works(Path library, Path directory) {
        SteppedClock clock = new SteppedClock(library, directory.resolve("trial.clock"));
        clock.step(FARTHEST);
        long halfway = Instant.now().plus(FARTHEST.dividedBy(2)).getEpochSecond();
        return SystemCommand.run(clock.environment(), "sh", "-c", "test \"$(date +%s)\" -gt " + halfway);
    }

    private final Path library;
    private final Path file;
    private Duration offset = Duration.ZERO;

    /**
     * A clock that shows the true time until it steps.
     *
     * @param library libfaketime
     * @param file that it reads the offset from, once a second
     */
    SteppedClock(Path library, Path file) {
        this.library = library;
        this.file = file;
        write();
    }

    /** The clock goes on from {@code step} later, or earlier, than it shows now; never beyond what Kafka takes. */
    void step(Duration step) {
        Duration wanted = offset.plus(step);
        offset = wanted.compareTo(FARTHEST) > 0 ? FARTHEST : wanted;
        write();
    }

    /** Whole or not at all: the process may read it at any time. */
    private void write() {
        try {
            Path whole = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(whole, String.format(Locale.ROOT, "%+d%n", offset.toSeconds()));
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What makes a process see this clock. */
    Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD", library.toString(),
                "FAKETIME_TIMESTAMP_FILE", file.toString(),
                "FAKETIME_CACHE_DURATION", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                "FAKETIME_FORCE_MONOTONIC_FIX", "0", // else whoever waits spins
                "FAKETIME_DISABLE_SHM", "1");
    }
}
