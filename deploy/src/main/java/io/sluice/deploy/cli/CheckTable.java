package io.sluice.deploy.cli;

import static java.util.stream.Collectors.joining;

import io.sluice.deploy.modeling.CaseReport;
import java.util.List;
import java.util.Locale;

/** How reference vectors fared, as a table for people. */
final class CheckTable {
    private static final String ROW = "%-6s %-24s %9s  %s";

    private CheckTable() {}

    static String of(List<CaseReport> reports) {
        String head = String.format(Locale.ROOT, ROW, "RESULT", "CASE", "ERROR", "TOKENS AFTER EACH BLOCK");
        long passed = reports.stream().filter(CaseReport::pass).count();
        String sum = "\n" + passed + " of " + reports.size() + " cases pass.";
        return reports.stream().map(CheckTable::row).collect(joining("\n", head + "\n", sum));
    }

    private static String row(CaseReport report) {
        String error =
                report.maxRelativeError() == null ? "-" : String.format(Locale.ROOT, "%.1e", report.maxRelativeError());
        return String.format(Locale.ROOT, ROW, report.pass() ? "pass" : "FAIL", report.name(), error, outcome(report));
    }

    private static String outcome(CaseReport report) {
        if (report.pass()) {
            return ModelText.spaced(report.tokens());
        }
        return report.tokens().isEmpty()
                ? report.problem()
                : ModelText.spaced(report.tokens()) + "  " + report.problem();
    }
}
