package io.sluice.deploy.bench.gpu;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** gpu-check.sh as far as it goes without libraries of four gigabytes: parts that arrive bit by bit, and wrong use. */
class GpuCheckScriptTest {
    private static final String SCRIPT =
            Path.of("gpu-check.sh").toAbsolutePath().toString();

    /** Three parts, as 'pack' makes them, of a folder with one file. */
    private static final String PACK = """
            set -e
            mkdir tree tools parts
            head -c 2500000 /dev/urandom >tree/data
            tar -c -C tree . | zstd -q | split -b 1m -d -a 3 - parts/sluice-gpu.
            tar -c -z -C tools -f parts/tools.tar.gz .
            cd parts
            for part in sluice-gpu.* tools.tar.gz; do echo "$(sha256sum $part | cut -d ' ' -f 1) $(stat -c %s $part) $part"; done >MANIFEST
            """;

    private record Ended(int status, String said) {}

    @TempDir
    Path folder;

    private Path parts;
    private Path arrived;
    private Path target;

    @BeforeEach
    void pack() throws Exception {
        assumeTrue(run("bash", "-c", "command -v zstd").status() == 0, "There is no zstd (Debian package zstd).");
        assertThat(run("bash", "-c", PACK)).isEqualTo(new Ended(0, ""));
        parts = folder.resolve("parts");
        arrived = Files.createDirectory(folder.resolve("arrived"));
        target = folder.resolve("target");
        Files.copy(parts.resolve("MANIFEST"), arrived.resolve("MANIFEST"));
    }

    @Test
    void partsMayArriveInAnyOrderAndAreSentOnce() throws Exception {
        arrives("sluice-gpu.002", "tools.tar.gz");
        Ended first = unpack();
        assertThat(first.status()).isEqualTo(3);
        assertThat(first.said()).contains("2 of 4 parts are here", "sluice-gpu.000", "sluice-gpu.001");

        departAll();
        arrives("sluice-gpu.000", "sluice-gpu.001");
        assertThat(unpack()).isEqualTo(new Ended(0, "All parts are here and unpacked in " + target + "."));

        assertThat(target.resolve("data")).hasSameBinaryContentAs(folder.resolve("tree/data"));
        assertThat(target.resolve(".parts")).doesNotExist();
        assertThat(unpack()).isEqualTo(new Ended(0, "gpu-check: all of it is in " + target + " already."));
    }

    @Test
    void aDamagedPartStaysMissing() throws Exception {
        arrives("sluice-gpu.000", "sluice-gpu.001", "sluice-gpu.002", "tools.tar.gz");
        Files.writeString(arrived.resolve("sluice-gpu.001"), "torn");

        Ended ended = unpack();

        assertThat(ended.status()).isEqualTo(3);
        assertThat(ended.said()).contains("sluice-gpu.001 is damaged", "3 of 4 parts are here");
        assertThat(target.resolve("data")).doesNotExist();
    }

    @Test
    void partsOfAnotherPackAreRefused() throws Exception {
        arrives("sluice-gpu.000");
        assertThat(unpack().status()).isEqualTo(3);
        Files.writeString(arrived.resolve("MANIFEST"), "0 1 sluice-gpu.000\n");

        Ended ended = unpack();

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.said()).contains("are of another pack");
    }

    @Test
    void whatIsNotUnpackedIsNotRun() throws Exception {
        Files.createDirectory(target);

        Ended ended =
                run(SCRIPT, "run", target.toString(), folder.resolve("out").toString(), "--dry-run");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.said()).contains("is not what 'gpu-check.sh unpack' makes");
    }

    @Test
    void aWrongOptionIsNamed() throws Exception {
        Ended ended = run(SCRIPT, "run", target.toString(), "out", "--fast");

        assertThat(ended).isEqualTo(new Ended(2, "gpu-check: expected one of the options of 'run', found --fast."));
    }

    @Test
    void withoutACommandItSaysHowItIsUsed() throws Exception {
        Ended ended = run(SCRIPT);

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.said()).startsWith("deploy/gpu-check.sh pack OUT").contains("unpack PARTS DIR", "--dry-run");
    }

    private void arrives(String... names) throws IOException {
        for (String name : names) {
            Files.copy(parts.resolve(name), arrived.resolve(name));
        }
    }

    private void departAll() throws IOException {
        try (Stream<Path> files = Files.list(arrived)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private Ended unpack() throws Exception {
        return run(SCRIPT, "unpack", arrived.toString(), target.toString());
    }

    private Ended run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(command))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        return new Ended(process.waitFor(), said);
    }
}
