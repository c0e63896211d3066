package io.sluice.deploy.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.deploy.OperatorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlotFileTest {
    @TempDir
    private Path directory;

    @Test
    void aPlotIsAPicture() throws Exception {
        Path file = directory.resolve("plot.png");
        Plot plot = new Plot(
                "title",
                "x",
                "y",
                Plot.lines(List.of(1, 2, 3), n -> n < 3 ? "low" : "high", n -> new Plot.Point(n, n * n)));

        new PlotFile(file).write(plot);

        assertThat(plot.lines()).hasSize(2);
        assertThat(ImageIO.read(file.toFile()).getWidth()).isGreaterThanOrEqualTo(800);
    }

    @Test
    void aPlaceThatHasGoneIsNamedOnce() throws Exception {
        Path folder = Files.createDirectory(directory.resolve("folder"));
        PlotFile file = new PlotFile(folder.resolve("plot.png"));
        Files.delete(folder);

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> file.write(
                        new Plot("title", "x", "y", Plot.lines(List.of(1), n -> "line", n -> new Plot.Point(n, n)))))
                .withMessage("Cannot write " + file.path() + ": There is no such file.");
    }

    @Test
    void anImpossiblePlaceIsNamedBeforeAnythingIsMeasured() {
        Path nowhere = directory.resolve("missing").resolve("plot.png");
        Path pdf = directory.resolve("plot.pdf");

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> new PlotFile(nowhere))
                .withMessage("Cannot write " + nowhere + ": there is no directory " + nowhere.getParent() + ".");
        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> new PlotFile(pdf))
                .withMessage("Option --plot: expected a name that ends in .png, found " + pdf + ".");
    }
}
