package io.sluice.deploy.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The account of a demo for people. */
public final class DemoText {
    private DemoText() {}

    /** The law of conservation in numbers: for each camera, then for all; and how fast it went. */
    public static String of(DemoResult result) {
        List<String> lines = new ArrayList<>();
        for (CameraResult camera : result.cameras()) {
            lines.add(camera(camera));
        }
        lines.add(format(
                "All cameras: %d offered = %d labelled + %d shed + %d rejected + %d in flight",
                result.offered(), result.labelled(), result.shed(), result.rejected(), result.inFlight()));
        if (result.inFlight() > 0) {
            lines.add(format(
                    "%d frames had no answer when the demo ended; inference had taken %d of %d from Kafka",
                    result.inFlight(), result.taken(), result.offered()));
        }
        if (result.accuracy() != null) {
            lines.add("Labels against what was drawn: " + accuracy(result.accuracy()));
        }
        if (!result.points().isEmpty()) {
            lines.add("Labelled at " + points(result));
        }
        lines.add(intervals(result.intervals()));
        lines.add(speed(result));
        return String.join("\n", lines);
    }

    private static String camera(CameraResult camera) {
        return format(
                "%s: %d captured = %d published + %d shed + %d failed%n"
                        + "  %d published = %d labelled + %d shed + %d rejected + %d unanswered; %s%s",
                camera.camera(),
                camera.captured(),
                camera.offered(),
                camera.shedByIngest(),
                camera.failed(),
                camera.offered(),
                camera.labelled(),
                camera.shed(),
                camera.rejected(),
                camera.unanswered(),
                order(camera),
                camera.accuracy() == null ? "" : "; " + accuracy(camera.accuracy()));
    }

    private static String accuracy(Accuracy accuracy) {
        return format("top-1 %.1f %% of %d frames", accuracy.top1Percent(), accuracy.frames());
    }

    private static String intervals(IntervalCounts intervals) {
        return format(
                "%d intervals in which a camera showed something, %d of them still open",
                intervals.started(), intervals.started() - intervals.ended());
    }

    private static String points(DemoResult result) {
        return result.points().stream()
                .map(point -> format(
                        "%s %s %.1f %%",
                        point.reducer(), point.precision(), 100.0 * point.frames() / Math.max(1, result.labelled())))
                .collect(Collectors.joining(", "));
    }

    private static String order(CameraResult camera) {
        if (camera.complete()) {
            return "each once, in order";
        }
        if (camera.lost() > 0) {
            return format("%d LOST", camera.lost());
        }
        return camera.ordered() ? "answers in order, none twice" : "NOT each once and in order";
    }

    private static String speed(DemoResult result) {
        String rate = format("%.1f frames/s", result.framesPerSecond());
        String age = result.ageMillis() == null ? "" : "; answers published " + ages(result.ageMillis());
        String read = result.readAgeMillis() == null ? "" : ", read " + ages(result.readAgeMillis());
        String start = result.startUpSeconds() == null
                ? "; no answer came"
                : format("; first answer %.1f s after the start", result.startUpSeconds());
        return rate + age + read + start;
    }

    private static String ages(AgePercentiles ages) {
        return format("%.0f ms after capture (p95 %.0f, p99 %.0f)", ages.p50(), ages.p95(), ages.p99());
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
