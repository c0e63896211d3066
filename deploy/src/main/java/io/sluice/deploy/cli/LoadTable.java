package io.sluice.deploy.cli;

import static java.util.stream.Collectors.joining;

import io.sluice.deploy.bench.load.Interval;
import io.sluice.deploy.bench.load.LoadResult;
import io.sluice.deploy.bench.load.Percentiles;
import io.sluice.deploy.bench.load.PolicyResult;
import io.sluice.deploy.bench.load.Recovery;
import java.util.List;
import java.util.Locale;

/** What came of a bench of loads, as a table for people. */
final class LoadTable {
    private static final String ROW = "%-15s %-19s %-9s %-8s %-20s %-20s %8s %8s %6s %5s%s %8s %7s %7s %5s %6s %6s  %s";

    /** A column that is there only where there is something to say. */
    private static final String REJECTED = " %8s";

    private final LoadResult result;
    private final boolean someRejected;

    private LoadTable(LoadResult result) {
        this.result = result;
        someRejected = result.policies().stream().anyMatch(policy -> policy.rejected() > 0);
    }

    static String of(LoadResult result) {
        return new LoadTable(result).text();
    }

    private String text() {
        return result.policies().stream().map(this::row).collect(joining("\n", head(), "\n" + ladder(result)));
    }

    private String head() {
        return format(
                "load: %s, %.2f times the dense capacity on average; dense capacity: %.1f frames/s end to end (%.1f-%.1f);"
                        + " deadline: %d ms%nruns: %d of %.0f s each; cameras: %d; lanes: %d; right means %s, %.1f %% when"
                        + " dense is never hurried; frames were sent %.1f ms late at most in 99 %%%n%s%n",
                result.load(),
                result.meanLoad(),
                result.denseCapacity(),
                result.denseCapacitySpread().least(),
                result.denseCapacitySpread().most(),
                result.deadlineMillis(),
                result.repetitions(),
                result.durationSeconds(),
                result.cameras(),
                result.lanes(),
                result.judgedBy(),
                100 * result.denseUnloaded(),
                result.generatorLateMillis().p99(),
                format(
                        ROW,
                        "POLICY",
                        "EFFECTIVE %",
                        "IN TIME %",
                        "SERVED %",
                        "AGE P50/P95/P99 MS",
                        "READ AGE, THE SAME",
                        "OFFERED",
                        "LABELLED",
                        "SHED",
                        "LOST",
                        rejected("REJECTED"),
                        "SWITCHES",
                        "FLICKER",
                        "WORST %",
                        "JAIN",
                        "CPU MS",
                        "SAME %",
                        "RECOVERY S"));
    }

    private String row(PolicyResult policy) {
        int runs = result.repetitions();
        return format(
                ROW,
                policy.name(),
                effective(policy),
                percent(policy.deadlineAttainment()),
                percent(policy.servedAccuracy()),
                ages(policy.ageMillis()),
                ages(policy.readAgeMillis()),
                perRun(policy.offered(), runs),
                perRun(policy.labelled(), runs),
                perRun(policy.shed(), runs),
                perRun(policy.lost(), runs),
                rejected(perRun(policy.rejected(), runs)),
                perRun(policy.switches(), runs),
                percent(policy.flicker()),
                percent(policy.worstCameraEffectiveAccuracy()),
                format("%.2f", policy.jainIndex()),
                format("%.1f", policy.cpuMillisPerFrame()),
                policy.sameLabelsAsDense() == null ? "-" : percent(policy.sameLabelsAsDense()),
                recoveries(policy.recoveries()) + (policy.name().equals(policy.ran()) ? "" : "  = " + policy.ran()));
    }

    private String rejected(String text) {
        return someRejected ? format(REJECTED, text) : "";
    }

    private static String ages(Percentiles millis) {
        return format("%.0f / %.0f / %.0f", millis.p50(), millis.p95(), millis.p99());
    }

    private static String effective(PolicyResult policy) {
        Interval interval = policy.intervals().get("effectiveAccuracy");
        return percent(policy.effectiveAccuracy())
                + (interval == null ? "" : format(" (%.1f-%.1f)", 100 * interval.low(), 100 * interval.high()));
    }

    private static String recoveries(List<Recovery> recoveries) {
        return recoveries.stream().map(LoadTable::recovery).collect(joining("; "));
    }

    /** Nobody expects the best point while load is high. */
    private static String recovery(Recovery recovery) {
        String inTime = format("%s %.1f", recovery.moment(), recovery.inTimeSeconds());
        return recovery.moment().equals("rise") ? inTime : inTime + format(", best %.1f", recovery.bestSeconds());
    }

    private static String ladder(LoadResult result) {
        return result.ladder().stream()
                .map(step -> format("%s: %.1f ms, %.1f %%", step.point(), step.millisPerFrame(), 100 * step.quality()))
                .collect(joining("; ", "ladder: ", ""));
    }

    private static String percent(double share) {
        return format("%.1f", 100 * share);
    }

    private static String perRun(long sum, int runs) {
        return format(sum % runs == 0 ? "%.0f" : "%.1f", (double) sum / runs);
    }

    private static String format(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }
}
