package io.sluice.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.TestCache;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What no command can be brought to throw at will. */
final class FailuresTest {
    private final StringWriter err = new StringWriter();
    private final CommandLine sluice = Cli.commandLine(
                    new Surroundings(new StopSignal(), InstantSource.system(), Terminal.NONE, TestCache.DIRECTORY))
            .setErr(new PrintWriter(err, true));

    @Test
    void aMissingNativeLibraryIsOneSentence() {
        int status = fail(new UnsatisfiedLinkError("no jniavutil in java.library.path"));

        assertThat(err.toString())
                .isEqualToIgnoringNewLines("A library that Sluice needs cannot be loaded on this machine:"
                        + " no jniavutil in java.library.path.");
        assertThat(status).isEqualTo(1);
    }

    @Test
    void tooLittleMemoryIsOneSentence() {
        fail(new OutOfMemoryError("Java heap space"));

        assertThat(err.toString())
                .isEqualToIgnoringNewLines(
                        "There is not enough memory (an argument such as -J-Xmx2g gives more):" + " Java heap space.");
    }

    private int fail(Error error) {
        sluice.addSubcommand("fail", new Failing(error));
        return sluice.execute("fail");
    }

    @CommandLine.Command
    private record Failing(Error error) implements Runnable {
        @Override
        public void run() {
            throw error;
        }
    }
}
