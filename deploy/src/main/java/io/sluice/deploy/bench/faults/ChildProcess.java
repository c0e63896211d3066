package io.sluice.deploy.bench.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sluice.deploy.OperatorException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One {@code sluice} command as a process of its own. */
final class ChildProcess {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final Path err;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Thread reader;

    /**
     * Starts a command.
     *
     * @param command with its program
     * @param environment added to that of this process
     * @param err where its standard error goes
     */
    ChildProcess(List<String> command, Map<String, String> environment, Path err) {
        this.err = err;
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
        builder.environment().putAll(environment);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new OperatorException("A process cannot be started: " + e.getMessage() + ".", e);
        }
        reader = new Thread(this::read, "sluice-child-output");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader out = process.inputReader(UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            // the process was killed
        }
    }

    /**
     * The next line of JSON on its standard output; empty where the process ends or the time is over before there is one. A
     * line that is no JSON is given as a text.
     *
     * @param meanwhile called now and then
     */
    Optional<JsonNode> nextLine(Duration limit, Runnable meanwhile) throws InterruptedException {
        long endNanos = System.nanoTime() + limit.toNanos();
        while (true) {
            meanwhile.run();
            boolean last = !reader.isAlive() || System.nanoTime() > endNanos;
            String line = last ? lines.poll() : lines.poll(50, TimeUnit.MILLISECONDS);
            if (line != null || last) {
                return Optional.ofNullable(line).map(ChildProcess::parse);
            }
        }
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(line);
        }
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Whether it ends in time. */
    boolean ended(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What it ended with. */
    int status() {
        return process.exitValue();
    }

    /** SIGSTOP: it does nothing any more, and nobody is told. */
    void stop() {
        signal("STOP");
    }

    /** SIGCONT: it goes on as if nothing had been. */
    void goOn() {
        signal("CONT");
    }

    private void signal(String name) {
        if (!SystemCommand.run("kill", "-" + name, Long.toString(process.pid()))) {
            throw new OperatorException("Process " + process.pid() + " could not be sent SIG" + name + ".");
        }
    }

    /** SIGKILL: no hook, no farewell. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /**
     * SIGTERM.
     *
     * @return whether it ended in time
     */
    boolean terminate(Duration limit) throws InterruptedException {
        process.toHandle().destroy(); // leaves its output to be read, unlike the method of Process
        return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** All of its standard error so far. */
    String said() {
        try {
            return Files.readString(err);
        } catch (IOException e) {
            return "";
        }
    }

    /** The last line of its standard error. */
    String lastWords() {
        List<String> said = said().lines().filter(line -> !line.isBlank()).toList();
        return said.isEmpty() ? "" : said.get(said.size() - 1);
    }
}
