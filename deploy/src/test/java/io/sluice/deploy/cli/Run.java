package io.sluice.deploy.cli;

import io.sluice.deploy.TestCache;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One run of the command line inside the test's process. */
public final class Run {
    /** For a bench on a machine that has other things to do; whoever wants less has a time-out of its own. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final StopSignal stop = new StopSignal();
    private final StringWriter err = new StringWriter();
    private final CompletableFuture<Integer> status;

    private Run(Writer out, String... arguments) {
        Surroundings surroundings = new Surroundings(stop, InstantSource.system(), Terminal.NONE, TestCache.DIRECTORY);
        status = CompletableFuture.supplyAsync(
                () -> Cli.commandLine(surroundings)
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err, true))
                        .execute(arguments),
                task -> new Thread(task, arguments[0]).start()); // however few threads the common pool has
    }

    /** A command that runs until it is stopped or ends by itself. */
    public static Run start(Writer out, String... arguments) {
        return new Run(out, arguments);
    }

    /** A command that ends by itself. */
    public static Result of(String... arguments) throws Exception {
        StringWriter out = new StringWriter();
        Run run = start(out, arguments);
        return new Result(run.status(), out.toString(), run.err());
    }

    public void stop() {
        stop.request();
    }

    public boolean ended() {
        return status.isDone();
    }

    public int status() throws Exception {
        return status.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    public String err() {
        return err.toString();
    }

    /** How a command has ended. */
    public record Result(int status, String out, String err) {}
}
