package io.sluice.deploy.cli;

import io.sluice.deploy.bench.faults.FaultReport;
import java.util.Locale;
import java.util.TreeMap;

/** What came of a run with faults, for people. */
final class BenchFaultsTable {
    private BenchFaultsTable() {}

    static String of(FaultReport report) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(report.faultsByKind())
                .forEach((kind, count) -> text.append(String.format(Locale.ROOT, "%-22s %5d%n", kind, count)));
        report.leftOut().forEach(kind -> text.append(String.format("left out: %s%n", kind)));
        text.append(String.format(
                Locale.ROOT,
                "%d frames, %d answers %s, %d processes in %.0f s (%d starts refused while Kafka was away)%n",
                report.frames(),
                report.answers(),
                new TreeMap<>(report.answersByOutcome()),
                report.processes(),
                report.seconds(),
                report.refusedStarts()));
        report.violated().forEach(violation -> text.append(String.format("VIOLATION %s%n", violation)));
        return text
                + String.format(
                        Locale.ROOT,
                        "%d faults, %d violations; the same again: %s",
                        report.faults(),
                        report.violations(),
                        report.replay());
    }
}
