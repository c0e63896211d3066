package io.sluice.deploy.cli;

import io.sluice.deploy.plot.PlotFile;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** A result as a figure, too. */
final class PlotOption {
    @Option(names = "--plot", paramLabel = "FILE.png", description = "Also draw the result, as a PNG picture.")
    private Path path;

    /** Where to, to be looked at before any work is done; empty where nothing is to be drawn. */
    Optional<PlotFile> file() {
        return Optional.ofNullable(path).map(PlotFile::new);
    }
}
