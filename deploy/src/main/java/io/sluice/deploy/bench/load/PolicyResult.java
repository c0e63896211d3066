package io.sluice.deploy.bench.load;

import static java.util.stream.Collectors.groupingBy;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A policy over all repetitions: counts are sums, everything else is the mean of the repetitions. Shares are 0 to 1.
 *
 * @param name of the policy
 * @param ran the contender that this is of: for the best in hindsight, which it was
 * @param effectiveAccuracy see {@link RunMetrics}, as for all that follow
 * @param cpuMillisPerFrame see {@link JudgedRun}
 * @param sameLabelsAsDense see {@link JudgedRun}; null where it is not known of any repetition
 * @param intervals of the shares, 95 % by Student's t over the repetitions; empty with one repetition
 */
public record PolicyResult(
        String name,
        String ran,
        double effectiveAccuracy,
        double deadlineAttainment,
        double servedAccuracy,
        Percentiles ageMillis,
        Percentiles readAgeMillis,
        long offered,
        long labelled,
        long shed,
        long rejected,
        long lost,
        long switches,
        double flicker,
        double worstCameraEffectiveAccuracy,
        double jainIndex,
        List<Recovery> recoveries,
        Map<String, Long> points,
        double cpuMillisPerFrame,
        @JsonInclude(JsonInclude.Include.NON_NULL) Double sameLabelsAsDense,
        Map<String, Interval> intervals) {

    static PolicyResult of(String name, String ran, List<JudgedRun> judged) {
        List<RunMetrics> runs = judged.stream().map(JudgedRun::metrics).toList();
        Counts counts =
                runs.stream().map(RunMetrics::counts).reduce(Counts::plus).orElseThrow();
        return new PolicyResult(
                name,
                ran,
                mean(runs, RunMetrics::effectiveAccuracy),
                mean(runs, RunMetrics::deadlineAttainment),
                mean(runs, RunMetrics::servedAccuracy),
                Percentiles.mean(runs.stream().map(RunMetrics::age).toList()),
                Percentiles.mean(runs.stream().map(RunMetrics::readAge).toList()),
                counts.offered(),
                counts.labelled(),
                counts.shed(),
                counts.rejected(),
                counts.lost(),
                runs.stream().mapToLong(RunMetrics::switches).sum(),
                mean(runs, RunMetrics::flicker),
                mean(runs, RunMetrics::worstCamera),
                mean(runs, RunMetrics::jain),
                recoveries(runs),
                points(runs),
                Interval.mean(judged.stream().map(JudgedRun::cpuMillisPerFrame).toList()),
                sameLabels(judged),
                intervals(runs));
    }

    private static Double sameLabels(List<JudgedRun> judged) {
        OptionalDouble mean = judged.stream()
                .flatMapToDouble(run -> run.sameLabelsAsDense().stream())
                .average();
        return mean.isPresent() ? mean.getAsDouble() : null;
    }

    private static double mean(List<RunMetrics> runs, Function<RunMetrics, Double> metric) {
        return Interval.mean(runs.stream().map(metric).toList());
    }

    private static List<Recovery> recoveries(List<RunMetrics> runs) {
        return runs.stream()
                .flatMap(run -> run.recoveries().stream())
                .collect(groupingBy(Recovery::moment, LinkedHashMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(named -> Recovery.mean(named.getKey(), named.getValue()))
                .toList();
    }

    private static Map<String, Long> points(List<RunMetrics> runs) {
        Map<String, Long> points = new TreeMap<>();
        runs.forEach(run -> run.points().forEach((point, frames) -> points.merge(point, frames, Long::sum)));
        return points;
    }

    private static Map<String, Interval> intervals(List<RunMetrics> runs) {
        Map<String, Interval> intervals = new LinkedHashMap<>();
        addInterval("effectiveAccuracy", runs, RunMetrics::effectiveAccuracy, intervals);
        addInterval("deadlineAttainment", runs, RunMetrics::deadlineAttainment, intervals);
        addInterval("servedAccuracy", runs, RunMetrics::servedAccuracy, intervals);
        addInterval("ageMillisP99", runs, run -> run.age().p99(), intervals);
        addInterval("flicker", runs, RunMetrics::flicker, intervals);
        return intervals;
    }

    private static void addInterval(
            String name, List<RunMetrics> runs, Function<RunMetrics, Double> metric, Map<String, Interval> to) {
        Interval.of(runs.stream().map(metric).toList()).ifPresent(interval -> to.put(name, interval));
    }
}
