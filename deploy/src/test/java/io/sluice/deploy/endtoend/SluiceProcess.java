package io.sluice.deploy.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.deploy.cli.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** One {@code sluice} command as a process of its own; gone when closed. */
final class SluiceProcess implements AutoCloseable {
    /** These processes live for seconds: the optimising compiler would only be in their way. */
    private static final List<String> JAVA = List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName());

    private final Process process;
    private final Path err;
    private final BufferedReader out;

    private SluiceProcess(Process process, Path err) {
        this.process = process;
        this.err = err;
        this.out = process.inputReader(UTF_8);
    }

    /**
     * Starts a command.
     *
     * @param directory for its standard error
     */
    static SluiceProcess start(Path directory, String... arguments) throws IOException {
        Path err = Files.createTempFile(directory, arguments[0], ".err");
        Process process = new ProcessBuilder(
                        Stream.concat(JAVA.stream(), Arrays.stream(arguments)).toList())
                .redirectError(err.toFile())
                .start();
        return new SluiceProcess(process, err);
    }

    /** The next line of its standard output, waited for. */
    JsonNode nextLine() throws IOException {
        String line = out.readLine();
        assertThat(line)
                .as("standard output; standard error: %s", Files.readString(err))
                .isNotNull();
        return new ObjectMapper().readTree(line);
    }

    /** Its standard error so far. */
    String err() throws IOException {
        return Files.readString(err);
    }

    /** Waits until its standard error contains {@code text}. */
    void awaitErr(String text) {
        await(() -> errUnchecked().contains(text));
    }

    private String errUnchecked() {
        try {
            return err();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits, for a minute at most, until {@code condition} holds. */
    static void await(BooleanSupplier condition) {
        Instant deadline = Instant.now().plusSeconds(60);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(deadline);
            LockSupport.parkNanos(20_000_000);
        }
    }

    /** Asks it to end, and does not wait. */
    void signalTerm() {
        process.toHandle().destroy();
    }

    /** Whether it ends in time. */
    boolean endsWithin(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** SIGKILL: no hook, no farewell. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    /** SIGTERM, and the status that it ends with. */
    int terminate() throws InterruptedException {
        process.toHandle().destroy(); // leaves its output to be read, unlike the method of Process
        return status();
    }

    /** Waits for its end. */
    int status() throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
