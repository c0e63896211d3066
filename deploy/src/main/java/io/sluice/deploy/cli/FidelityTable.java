package io.sluice.deploy.cli;

import static java.util.stream.Collectors.joining;

import io.sluice.deploy.evaluation.Fidelity;
import io.sluice.deploy.evaluation.Proportion;
import io.sluice.deploy.plot.Plot;
import java.util.List;
import java.util.Locale;

/** How right a model is, as a table for people and as a figure. */
final class FidelityTable {
    private static final String ROW = "%-28s %-9s %-18s %-18s %-18s %8s  %7s  %9s";

    private FidelityTable() {}

    static String of(List<Fidelity> rows) {
        String head = format(
                "%s, images: %d%n%s%n",
                rows.get(0).model(),
                rows.get(0).images(),
                format(ROW, "REDUCER", "PRECISION", "TOP-1 %", "TOP-5 %", "AGREEMENT %", "KL", "GMACS", "IMAGES/S"));
        return rows.stream().map(FidelityTable::row).collect(joining("\n", head, ""));
    }

    /** Accuracy over throughput. */
    static Plot plot(List<Fidelity> rows) {
        return new Plot(
                format("%s, images: %d", rows.get(0).model(), rows.get(0).images()),
                "images/s",
                "top-1 in %",
                Plot.lines(rows, FidelityTable::line, row -> new Plot.Point(row.imagesPerSecond(), row.top1())));
    }

    private static String line(Fidelity row) {
        return format("%s, %s", row.reducer().replaceFirst(":.*", ""), row.precision());
    }

    private static String row(Fidelity row) {
        return format(
                ROW,
                row.reducer(),
                row.precision(),
                percent(row.top1Interval()),
                percent(row.top5Interval()),
                percent(row.agreementInterval()),
                format("%.4f", row.divergence()),
                format("%.3f", row.gmacs()),
                format("%.1f", row.imagesPerSecond()));
    }

    private static String percent(Proportion share) {
        return format("%.1f (%.1f-%.1f)", share.percent(), share.low(), share.high());
    }

    private static String format(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }
}
