package io.sluice.deploy.plot;

import io.sluice.deploy.IoReason;
import io.sluice.deploy.OperatorException;
import io.sluice.deploy.UsageException;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

/**
 * Where a plot goes; known to be a place before hours of measuring.
 *
 * @param option that names it, for messages
 * @param path ends in {@code .png}, in a directory that exists
 */
public record PlotFile(String option, Path path) {
    private static final int WIDTH = 1000;
    private static final int HEIGHT = 700;
    private static final int MARKER = 9;

    /**
     * Looks at the place.
     *
     * @throws OperatorException where no such file can be written
     */
    public PlotFile {
        if (!path.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
            throw new UsageException("Option " + option + ": expected a name that ends in .png, found " + path + ".");
        }
        Path folder = path.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw new OperatorException("Cannot write " + path + ": there is no directory " + folder + ".");
        }
        if (Files.isDirectory(path)) {
            throw new OperatorException("Cannot write " + path + ": it is a directory.");
        }
    }

    /** Of {@code --plot}. */
    public PlotFile(Path path) {
        this("--plot", path);
    }

    /**
     * Draws and writes, over what may be there.
     *
     * @throws OperatorException where it cannot be written
     */
    public void write(Plot plot) {
        write(() -> ChartEncoder.getBytes(chart(plot), "png"));
    }

    /**
     * Draws and writes, over what may be there.
     *
     * @throws OperatorException where it cannot be written
     */
    public void write(TokenFigure figure) {
        write(() -> {
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            ImageIO.write(figure.draw(), "png", png);
            return png.toByteArray();
        });
    }

    /** Encodes a figure. */
    private interface Encoding {
        byte[] png() throws IOException;
    }

    private void write(Encoding figure) {
        try {
            Files.write(path, figure.png());
        } catch (IOException e) {
            throw new OperatorException("Cannot write " + path + ": " + IoReason.of(e), e);
        }
    }

    private static XYChart chart(Plot plot) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(plot.title())
                .xAxisTitle(plot.across())
                .yAxisTitle(plot.up())
                .build();
        chart.getStyler()
                .setMarkerSize(MARKER)
                .setLegendPosition(LegendPosition.OutsideE)
                .setChartBackgroundColor(Color.WHITE);
        plot.lowest().ifPresent(lowest -> chart.getStyler().setYAxisMin(lowest));
        for (Plot.Line line : plot.lines()) {
            chart.addSeries(
                    line.name(),
                    line.points().stream().map(Plot.Point::x).toList(),
                    line.points().stream().map(Plot.Point::y).toList());
        }
        return chart;
    }
}
