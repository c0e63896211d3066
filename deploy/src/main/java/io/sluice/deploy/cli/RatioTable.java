package io.sluice.deploy.cli;

import static java.util.stream.Collectors.joining;

import io.sluice.deploy.bench.gpu.GpuRatios;
import io.sluice.deploy.bench.gpu.GpuRatios.Bar;
import io.sluice.deploy.bench.gpu.GpuRatios.EndToEnd;
import io.sluice.deploy.bench.gpu.GpuRatios.UnderLoad;
import io.sluice.deploy.bench.gpu.GpuRatios.Vectors;
import io.sluice.deploy.bench.gpu.SpeedRow;
import io.sluice.deploy.bench.gpu.StepOutcome;
import io.sluice.deploy.bench.gpu.TorchResult;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** What a check on a GPU found, as one table for people; a part of it is left out where nothing of it was measured. */
final class RatioTable {
    private static final String SPEED = "%-9s %-11s %5s %10s %10s %8s %10s %10s %8s %6s %6s";
    private static final String BAR = "%-46s %6s %8s  %s";
    private static final String NONE = "-";

    private RatioTable() {}

    static String of(GpuRatios ratios) {
        return Stream.of(
                        speeds(ratios),
                        lines("REFERENCE VECTORS", ratios.vectors(), RatioTable::vectors),
                        lines("END TO END", ratios.endToEnd(), RatioTable::endToEnd),
                        lines("UNDER LOAD", ratios.loads(), RatioTable::underLoad),
                        lines("PYTORCH", ratios.torch(), RatioTable::torch),
                        problems(ratios.problems()),
                        bars(ratios.bars()))
                .filter(part -> !part.isEmpty())
                .collect(joining("\n\n"));
    }

    private static String speeds(GpuRatios ratios) {
        String head = format(
                SPEED,
                "PROVIDER",
                "MODEL",
                "BATCH",
                "DENSE/S",
                "REDUCED/S",
                "SPEED-UP",
                "MACS RATIO",
                "EFFICIENCY",
                "/COMPILE",
                "/EAGER",
                "PEAK");
        return lines(head, ratios.speeds(), RatioTable::speed);
    }

    private static String speed(SpeedRow row) {
        return format(
                SPEED,
                row.provider(),
                row.model(),
                row.batch(),
                format("%.1f", row.denseImagesPerSecond()),
                format("%.1f", row.reducedImagesPerSecond()),
                ratio(row.speedup()),
                ratio(row.macsRatio()),
                ratio(row.efficiency()),
                ratio(row.overCompile()),
                ratio(row.overEager()),
                row.peakShare() == null ? NONE : format("%.1f%%", 100 * row.peakShare()));
    }

    private static String vectors(Vectors row) {
        return format(
                "%-9s %-8s %d of %d cases pass, worst error %s of the largest logit",
                row.provider(),
                row.precision(),
                row.passed(),
                row.cases(),
                row.worst() == null ? "unknown" : format("%.1e", row.worst()));
    }

    private static String endToEnd(EndToEnd row) {
        return format(
                "%-9s %s: %.1f of the bare engine's %.1f frames/s, %s (%s-%s)",
                row.provider(),
                row.result().model(),
                row.result().framesPerSecond().median(),
                row.result().bareFramesPerSecond().median(),
                ratio(row.result().ratio().median()),
                ratio(row.result().ratio().least()),
                ratio(row.result().ratio().most()));
    }

    private static String underLoad(UnderLoad row) {
        return format(
                "%-9s %s: dense capacity %.1f frames/s, effective %.1f%%, in time %.1f%%, age p99 %.0f ms, %d lost",
                row.provider(),
                row.policy(),
                row.denseCapacity(),
                100 * row.effective(),
                100 * row.inTime(),
                row.ageMillisP99(),
                row.lost());
    }

    private static String torch(TorchResult result) {
        String failures = result.failures().stream()
                .map(failure -> format(
                        "\n  %s, %s, batch %d: %s",
                        failure.model(), failure.variant(), failure.batch(), failure.reason()))
                .collect(joining());
        String rows = result.rows().stream()
                .map(row -> format(
                        "\n  %s, %s, batch %d: %.1f images/s",
                        row.model(),
                        row.variant(),
                        row.batch(),
                        row.imagesPerSecond().median()))
                .collect(joining());
        return format(
                "%s on %s; a large half-precision product reaches %.1f TFLOP/s%s%s",
                result.torch(), result.device(), result.matmulTflops(), rows, failures);
    }

    private static String problems(List<StepOutcome> steps) {
        List<StepOutcome> ended = steps.stream().filter(step -> !step.notRun()).toList();
        String told = lines("DID NOT PASS", ended, RatioTable::problem);
        int left = steps.size() - ended.size();
        return left == 0 ? told : (told + "\n\n" + left + " steps were not run: no time was left.").strip();
    }

    private static String problem(StepOutcome step) {
        return format("%s: %s after %d s. %s", step.name(), step.outcome(), step.seconds(), step.reason());
    }

    private static String bars(List<Bar> bars) {
        return lines(format(BAR, "WANTED", "LEAST", "FOUND", ""), bars, RatioTable::bar);
    }

    private static String bar(Bar bar) {
        String verdict = bar.found() == null ? "not measured" : bar.met() ? "met" : "NOT MET";
        return format(BAR, bar.what(), ratio(bar.wanted()), ratio(bar.found()), verdict);
    }

    private static <T> String lines(String head, List<T> rows, Function<T, String> line) {
        return rows.isEmpty() ? "" : rows.stream().map(line).collect(joining("\n", head + "\n", ""));
    }

    private static String ratio(Double value) {
        return value == null ? NONE : format("%.2f", value);
    }

    private static String format(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }
}
