package io.sluice.deploy.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResidentMemoryTest {
    @TempDir
    private Path directory;

    @Test
    void theResidentSetIsRead() throws IOException {
        Path status = Files.writeString(
                directory.resolve("status"), "Name:\tjava\nVmPeak:\t  900000 kB\nVmRSS:\t  123456 kB\nThreads:\t9\n");

        assertThat(new ResidentMemory(status).bytes()).hasValue(123456 * 1024L);
    }

    @Test
    void elsewhereItIsUnknown() {
        assertThat(new ResidentMemory(directory.resolve("status")).bytes()).isEmpty();
    }
}
