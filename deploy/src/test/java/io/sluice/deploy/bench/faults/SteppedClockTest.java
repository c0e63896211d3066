package io.sluice.deploy.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
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
        assertThat(SteppedClock.installed().stream())
                .allSatisfy(library ->
                        assertThat(SteppedClock.works(library, directory)).isTrue());
    }
}
