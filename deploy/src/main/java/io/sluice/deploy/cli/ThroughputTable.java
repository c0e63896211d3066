package io.sluice.deploy.cli;

import static java.util.stream.Collectors.joining;

import io.sluice.deploy.bench.Spread;
import io.sluice.deploy.bench.Throughput;
import io.sluice.deploy.plot.Plot;
import java.util.List;
import java.util.Locale;

/** How fast a model is, as a table for people and as a figure: medians, with the range in brackets. */
final class ThroughputTable {
    private static final String ROW = "%-28s %-9s %5s  %7s  %-24s %-18s %10s  %-18s %9s";
    private static final double MEGA = 1e6;

    private ThroughputTable() {}

    static String of(List<Throughput> rows) {
        String head = format(
                "%s, threads: %d, repetitions: %d%n%s%n",
                rows.get(0).model(),
                rows.get(0).threads(),
                rows.get(0).repetitions(),
                format(
                        ROW,
                        "REDUCER",
                        "PRECISION",
                        "BATCH",
                        "GMACS",
                        "IMAGES/S",
                        "SPEED-UP",
                        "MACS RATIO",
                        "EFFICIENCY",
                        "RESIDENT"));
        return rows.stream().map(ThroughputTable::row).collect(joining("\n", head, memory(rows.get(0))));
    }

    /** Throughput over arithmetic. */
    static Plot plot(List<Throughput> rows) {
        return new Plot(
                rows.get(0).model(),
                "multiply-accumulates an image in billions",
                "images/s",
                Plot.lines(rows, ThroughputTable::line, row -> new Plot.Point(row.gmacs(), row.imagesPerSecond())));
    }

    private static String line(Throughput row) {
        return format("%s, %s, batch %d", row.reducer().replaceFirst(":.*", ""), row.precision(), row.batch());
    }

    private static String row(Throughput row) {
        return format(
                ROW,
                row.reducer(),
                row.precision(),
                row.batch(),
                format("%.3f", row.gmacs()),
                spread("%.1f", row.imagesPerSecondSpread()),
                spread("%.2f", row.speedupSpread()),
                format("%.2f", row.macsRatio()),
                spread("%.2f", row.efficiencySpread()),
                megabytes(row.residentBytes()));
    }

    private static String memory(Throughput row) {
        return row.ladderResidentBytes() == null
                ? ""
                : "\nAll engines of these rows together: " + megabytes(row.ladderResidentBytes()) + " resident.";
    }

    private static String megabytes(Long bytes) {
        return bytes == null ? "-" : format("%.0f MB", bytes / MEGA);
    }

    private static String spread(String form, Spread spread) {
        return format(form + " (" + form + "-" + form + ")", spread.median(), spread.least(), spread.most());
    }

    private static String format(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }
}
