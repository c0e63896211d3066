package io.sluice.deploy.cli;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a calibration found, as a table for people. */
final class CalibrationTable {
    private static final String ROW = "%4s  %-14s %-9s %s %9s  %11s  %8s  %10s%s";

    private CalibrationTable() {}

    static String of(CalibrationResult result) {
        List<String> lines = new ArrayList<>();
        lines.add(head(result));
        String model = "";
        for (CalibrationResult.Point point : result.points()) {
            if (!point.model().equals(model)) {
                model = point.model();
                lines.add(model);
            }
            lines.add(row(point));
        }
        lines.add(kept(result));
        return String.join("\n", lines);
    }

    private static String head(CalibrationResult result) {
        String batches = result.points().get(0).millisByBatch().keySet().stream()
                .map(batch -> format("%9s", batch == 1 ? "MS" : "MS OF " + batch))
                .collect(joining(" "));
        return format(ROW, "RUNG", "REDUCER", "PRECISION", batches, "FRAMES/S", "AGREEMENT %", "KL", "ACCURACY %", "");
    }

    private static String row(CalibrationResult.Point point) {
        return format(
                ROW,
                point.rung() == null ? "-" : point.rung(),
                point.reducer(),
                point.precision(),
                point.millisByBatch().values().stream()
                        .map(millis -> format("%9.2f", millis))
                        .collect(joining(" ")),
                format("%.1f", point.framesPerSecond()),
                percent(point.agreement()),
                point.divergence() == null ? "-" : format("%.4f", point.divergence()),
                percent(point.accuracy()),
                point.worseThan() == null ? "" : "  slower and no better than " + point.worseThan());
    }

    private static String percent(Double share) {
        return share == null ? "-" : format("%.1f", 100 * share);
    }

    private static String kept(CalibrationResult result) {
        String on = result.samples() == null ? "" : " on " + result.samples();
        String where = result.file() == null ? "" : "; kept in " + result.file();
        String when = result.origin().equals("REMEMBERED") ? "Measured before" : "Measured";
        return when + " with " + result.lanes() + " busy lanes" + on + where + ".";
    }

    private static String format(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }
}
