package io.sluice.deploy.cli;

import io.sluice.deploy.TestCache;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One run of the command line inside the test's process. */
final class Run {
    private final StopSignal stop = new StopSignal();
    private final StringWriter err = new StringWriter();
    private final CompletableFuture<Integer> status;

    private Run(Writer out, String... arguments) {
        Surroundings surroundings = new Surroundings(stop, InstantSource.system(), Terminal.NONE, TestCache.DIRECTORY);
        status = CompletableFuture.supplyAsync(() -> Cli.commandLine(surroundings)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments));
    }

    /** A command that runs until it is stopped or ends by itself. */
    static Run start(Writer out, String... arguments) {
        return new Run(out, arguments);
    }

    /** A command that ends by itself. */
    static Result of(String... arguments) throws Exception {
        StringWriter out = new StringWriter();
        Run run = start(out, arguments);
        return new Result(run.status(), out.toString(), run.err());
    }

    void stop() {
        stop.request();
    }

    boolean ended() {
        return status.isDone();
    }

    int status() throws Exception {
        return status.get(60, TimeUnit.SECONDS);
    }

    String err() {
        return err.toString();
    }

    record Result(int status, String out, String err) {}
}
