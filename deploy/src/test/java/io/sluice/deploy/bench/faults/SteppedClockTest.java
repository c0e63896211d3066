package io.sluice.deploy.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fault that does not happen must not be counted. */
final class SteppedClockTest {
    @TempDir
    private Path directory;

    @Test
    void aLibraryThatMovesNoClockIsFoundOut() throws Exception {
        Path library = Files.createFile(directory.resolve("libnothing.so"));

        assertThat(SteppedClock.works(library, directory)).isFalse();
    }

    @Test
    void theInstalledLibraryMovesTheClockOfAChild() {
        Optional<Path> library = SteppedClock.installed();
        assumeTrue(library.isPresent(), "libfaketime is not installed: 'apt-get install libfaketime' changes that.");

        assertThat(SteppedClock.works(library.get(), directory)).isTrue();
    }
}
