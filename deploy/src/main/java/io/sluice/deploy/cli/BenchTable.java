package io.sluice.deploy.cli;

import static java.util.stream.Collectors.joining;

import io.sluice.deploy.bench.PipelineResult;
import io.sluice.deploy.bench.Spread;
import java.util.List;
import java.util.Locale;

/** Measurements as a table for people: medians, with the range in brackets. */
final class BenchTable {
    private static final String ROW = "%-24s %-16s %6s  %-22s %-22s %-18s %s";

    private BenchTable() {}

    static String of(List<PipelineResult> rows) {
        String head = String.format(
                Locale.ROOT,
                ROW,
                "MODEL",
                "REDUCER",
                "GMACS",
                "BARE FRAMES/S",
                "END TO END FRAMES/S",
                "RATIO",
                "GARBAGE/FRAME");
        return rows.stream().map(BenchTable::row).collect(joining("\n", head + "\n", ""));
    }

    private static String row(PipelineResult row) {
        return String.format(
                Locale.ROOT,
                ROW,
                row.model(),
                row.reducer(),
                String.format(Locale.ROOT, "%.2f", row.gmacs()),
                spread("%.1f", row.bareFramesPerSecond(), 1),
                spread("%.1f", row.framesPerSecond(), 1),
                spread("%.2f", row.ratio(), 1),
                spread("%.0f KB", row.garbageBytesPerFrame(), 1e-3));
    }

    private static String spread(String format, Spread spread, double unit) {
        String middle = String.format(Locale.ROOT, format, spread.median() * unit);
        String least = String.format(Locale.ROOT, format, spread.least() * unit);
        String most = String.format(Locale.ROOT, format, spread.most() * unit);
        return middle + " (" + least + "-" + most + ")";
    }
}
