package io.sluice.deploy.cli;

import io.sluice.deploy.bench.load.LoadOutcome;
import io.sluice.deploy.plot.PlotFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** A bench of loads as figures, too. */
final class LoadPlotOption {
    @Option(
            names = "--plot",
            paramLabel = "DIR|FILE.png",
            description =
                    "Also draw effective accuracy over offered load and a time line, as PNG pictures: in DIR, or as"
                            + " FILE.png and FILE-time-line.png.")
    private Path path;

    /** Both figures. */
    record Figures(PlotFile accuracy, PlotFile timeLine) {
        void write(LoadOutcome outcome) {
            accuracy.write(outcome.effectiveAccuracy());
            timeLine.write(outcome.timeLine());
        }
    }

    /** Where to, to be looked at before any work is done; empty where nothing is to be drawn. */
    Optional<Figures> figures() {
        return Optional.ofNullable(path).map(LoadPlotOption::figures);
    }

    private static Figures figures(Path path) {
        return Files.isDirectory(path)
                ? new Figures(
                        new PlotFile(path.resolve("effective-accuracy.png")),
                        new PlotFile(path.resolve("time-line.png")))
                : new Figures(
                        new PlotFile(path),
                        new PlotFile(path.resolveSibling(
                                path.getFileName().toString().replaceFirst("(?i)\\.png$", "-time-line.png"))));
    }
}
