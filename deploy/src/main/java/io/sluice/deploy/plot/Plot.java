package io.sluice.deploy.plot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Measurements over measurements.
 *
 * @param title of the figure
 * @param across what x is, with its unit
 * @param up what y is, with its unit
 * @param lines at least one; each of its own name
 * @param lowest y at the bottom; empty for what suits the measurements
 */
public record Plot(String title, String across, String up, List<Line> lines, OptionalDouble lowest) {
    /** A measurement. */
    public record Point(double x, double y) {}

    /**
     * Points of one kind, joined in their order.
     *
     * @param name as the legend has it
     * @param points at least one
     */
    public record Line(String name, List<Point> points) {
        public Line {
            points = List.copyOf(points);
        }
    }

    public Plot {
        lines = List.copyOf(lines);
        if (lines.isEmpty() || lines.stream().anyMatch(line -> line.points().isEmpty())) {
            throw new IllegalArgumentException(
                    "Expected at least one line of at least one point, found " + lines + ".");
        }
    }

    /** With a bottom that suits the measurements. */
    public Plot(String title, String across, String up, List<Line> lines) {
        this(title, across, up, lines, OptionalDouble.empty());
    }

    /** The same with y from 0 on. */
    public Plot fromZero() {
        return new Plot(title, across, up, lines, OptionalDouble.of(0));
    }

    /**
     * Lines of rows that belong together, in the order of the rows; their points from left to right.
     *
     * @param name of a row's line
     * @param point of a row
     */
    public static <R> List<Line> lines(List<R> rows, Function<R, String> name, Function<R, Point> point) {
        Map<String, List<Point>> lines = new LinkedHashMap<>();
        for (R row : rows) {
            lines.computeIfAbsent(name.apply(row), unseen -> new ArrayList<>()).add(point.apply(row));
        }
        return lines.entrySet().stream()
                .map(line -> new Line(line.getKey(), leftToRight(line.getValue())))
                .toList();
    }

    private static List<Point> leftToRight(List<Point> points) {
        return points.stream().sorted(Comparator.comparingDouble(Point::x)).toList();
    }
}
