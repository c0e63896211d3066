package io.sluice.deploy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import picocli.CommandLine;

/** The process behind {@code deploy/sluice}. */
public final class Main {
    private Main() {}

    /**
     * Ends with 0 for success, 1 for failure, 2 for a wrong command line; when a signal ended what went well, with 128
     * and its number.
     */
    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true"); // plots are drawn to files, on servers
        StopSignal stop = StopSignal.ofProcess();
        CommandLine sluice =
                Cli.commandLine(new Surroundings(stop, Clock.systemUTC(), Terminal.ofStandardError(), cache()));
        sluice.setOut(writer(FileDescriptor.out)).setErr(writer(FileDescriptor.err));
        System.exit(stop.statusOr(execute(sluice, stop, args)));
    }

    private static Path cache() {
        return Surroundings.cacheOf(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    /** However it ends, nobody waits for it any longer. */
    private static int execute(CommandLine sluice, StopSignal stop, String... args) {
        try {
            return sluice.execute(args);
        } finally {
            sluice.getOut().flush();
            stop.ended();
        }
    }

    /** JSON is UTF-8, whatever the locale; and unlike System.out, this one tells when nobody reads any more. */
    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(
                new OutputStreamWriter(new BufferedOutputStream(new FileOutputStream(descriptor)), UTF_8), true);
    }
}
