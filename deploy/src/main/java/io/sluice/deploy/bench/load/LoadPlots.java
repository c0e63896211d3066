package io.sluice.deploy.bench.load;

import static java.util.stream.Collectors.groupingBy;

import io.sluice.deploy.plot.Plot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Figures of runs.
 *
 * @param deadline of every frame
 * @param setting what was the same for all
 * @param frames of each policy's last run, at least one policy
 */
record LoadPlots(Duration deadline, LoadOutcome.Setting setting, Map<String, List<FrameFate>> frames) {
    private static final double LOAD_BIN = 0.25;

    /** A bin of fewer frames says nothing. */
    private static final int FEWEST = 20;

    Plot effectiveAccuracy() {
        return new Plot(
                        "Effective accuracy over offered load (deadline " + deadline.toMillis() + " ms)",
                        "offered load, multiples of dense capacity ("
                                + Math.round(setting.demand().capacity()) + " frames/s)",
                        "right and in time, % of frames offered (" + setting.judgedBy() + ")",
                        frames.entrySet().stream()
                                .map(policy -> new Plot.Line(policy.getKey(), byLoad(policy.getValue())))
                                .filter(line -> !line.points().isEmpty())
                                .toList())
                .fromZero();
    }

    private List<Plot.Point> byLoad(List<FrameFate> run) {
        List<Plot.Point> points = bins(run, frame -> frame.offeredLoad() / LOAD_BIN).values().stream()
                .filter(bin -> bin.size() >= FEWEST)
                .map(bin -> new Plot.Point(mean(bin, FrameFate::offeredLoad), 100 * mean(bin, this::effective)))
                .toList();
        return points.isEmpty()
                ? List.of(new Plot.Point(mean(run, FrameFate::offeredLoad), 100 * mean(run, this::effective)))
                : points;
    }

    private double effective(FrameFate frame) {
        return frame.effective(deadline) ? 1 : 0;
    }

    Plot timeLine() {
        String policy = frames.containsKey(PolicyKind.SLUICE.text())
                ? PolicyKind.SLUICE.text()
                : frames.keySet().iterator().next();
        Map<Long, List<FrameFate>> seconds =
                bins(frames.get(policy), frame -> frame.arrival().second());
        List<Plot.Line> lines = new ArrayList<>();
        lines.add(line(
                "offered load, x dense capacity",
                seconds,
                bin -> OptionalDouble.of(bin.size() / setting.demand().capacity())));
        lines.add(line("age p95, x deadline", seconds, this::age));
        lines.add(line(
                "in time, share",
                seconds,
                bin -> OptionalDouble.of(mean(bin, frame -> frame.inTime(deadline) ? 1 : 0))));
        lines.add(line("operating point, share of the dense time", seconds, this::cost));
        return new Plot(
                policy + ": load, operating point and age (deadline " + deadline.toMillis() + " ms)",
                "seconds",
                "multiples of dense capacity, of the deadline, of the dense model's time; shares",
                lines.stream().filter(line -> !line.points().isEmpty()).toList());
    }

    /** Of labelled frames, of which there may be none in a second. */
    private OptionalDouble age(List<FrameFate> bin) {
        List<Duration> ages = bin.stream()
                .map(FrameFate::fate)
                .filter(Fate.Labelled.class::isInstance)
                .map(fate -> ((Fate.Labelled) fate).age())
                .toList();
        return ages.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Percentiles.of(ages.stream()).p95() * 1e6 / deadline.toNanos());
    }

    /** Mean service time of the labelled frames' points, in shares of the dense one. */
    private OptionalDouble cost(List<FrameFate> bin) {
        return bin.stream()
                .map(FrameFate::fate)
                .filter(Fate.Labelled.class::isInstance)
                .mapToDouble(fate -> setting.cost(((Fate.Labelled) fate).point()))
                .average();
    }

    /** A second of which there is no value has no point. */
    private static Plot.Line line(
            String name, Map<Long, List<FrameFate>> bins, Function<List<FrameFate>, OptionalDouble> value) {
        return new Plot.Line(
                name,
                bins.entrySet().stream()
                        .flatMap(bin -> value.apply(bin.getValue()).stream()
                                .mapToObj(measured -> new Plot.Point(bin.getKey() + 0.5, measured)))
                        .toList());
    }

    private static Map<Long, List<FrameFate>> bins(List<FrameFate> run, ToDoubleFunction<FrameFate> place) {
        return run.stream()
                .collect(groupingBy(
                        frame -> (long) Math.floor(place.applyAsDouble(frame)), TreeMap::new, Collectors.toList()));
    }

    private static double mean(List<FrameFate> bin, ToDoubleFunction<FrameFate> value) {
        return bin.stream().mapToDouble(value).average().orElse(0);
    }
}
