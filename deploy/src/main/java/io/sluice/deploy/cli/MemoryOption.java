package io.sluice.deploy.cli;

import io.sluice.deploy.bench.MemoryTrend;
import io.sluice.deploy.bench.MemoryWatch;
import io.sluice.deploy.plot.PlotFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** A bench whose process is watched for growth. */
final class MemoryOption {
    @Option(
            names = "--memory",
            paramLabel = "FILE.csv",
            description =
                    "Also write what this process occupies, broker and cameras included, a line a second, and draw it as"
                            + " FILE.png.")
    private Path csv;

    /** Work that may be watched. */
    interface Work {
        void run() throws InterruptedException;
    }

    /** Does the work and, if that was asked for, watches it and says how memory went on. */
    void watch(Work work, PrintWriter err) throws InterruptedException {
        if (csv == null) {
            work.run();
            return;
        }
        PlotFile figure =
                new PlotFile(csv.resolveSibling(csv.getFileName().toString().replaceFirst("(?i)\\.csv$", "") + ".png"));
        try (MemoryWatch watch = new MemoryWatch(csv, System::nanoTime)) {
            work.run();
            Optional<MemoryTrend> trend = watch.trend();
            trend.ifPresent(found -> {
                err.println(found.text());
                figure.write(watch.plot());
            });
        }
    }
}
