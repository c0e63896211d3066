package io.sluice.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.SmallCheckpoint;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WebOptionsTest {
    @TempDir
    private static Path directory;

    private static Path weights;

    @BeforeAll
    static void prepare() throws Exception {
        weights = SmallCheckpoint.write(directory.resolve("small.safetensors"));
    }

    @Test
    void beyondThisMachineATokenIsNeeded() throws Exception {
        Run.Result run = infer("--console-port=0", "--console-address=0.0.0.0");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("0.0.0.0").contains("access token");
    }

    @Test
    void aTokenThatIsTooShortIsRefusedAndNotRepeated() throws Exception {
        Path token = Files.writeString(directory.resolve("token"), "hunter2\n");

        Run.Result run = infer("--console-port=0", "--console-token-file=" + token);

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("at least 16").contains(token.toString()).doesNotContain("hunter2");
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Run.Result run = infer("--console-port=" + taken.getLocalPort());

            assertThat(run.status()).isEqualTo(1);
            assertThat(run.err())
                    .isEqualToIgnoringNewLines(
                            "Port " + taken.getLocalPort() + " of 127.0.0.1 cannot be listened on: it is taken.");
        }
    }

    @Test
    void thePortIsToldOnce() throws Exception {
        Run.Result run = infer("--console-port=0");

        assertThat(run.err().lines().filter(line -> line.startsWith("Listening on http://127.0.0.1:")))
                .hasSize(1);
    }

    /** There is no Kafka. */
    private static Run.Result infer(String... options) throws Exception {
        String[] arguments = new String[options.length + 4];
        arguments[0] = "infer";
        arguments[1] = "--weights=" + weights;
        arguments[2] = "--bootstrap-server=localhost:1";
        arguments[3] = "--kafka-wait=0s";
        System.arraycopy(options, 0, arguments, 4, options.length);
        return Run.of(arguments);
    }
}
