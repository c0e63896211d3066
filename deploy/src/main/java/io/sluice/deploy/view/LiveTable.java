package io.sluice.deploy.view;

import io.sluice.deploy.view.LiveSnapshot.CameraRow;
import io.sluice.deploy.view.LiveSnapshot.Overall;
import io.sluice.deploy.view.LiveSnapshot.TopLabel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A snapshot as text: a table for terminals, one line for logs.
 *
 * @param rows height that the table does not exceed, in lines, at least 4; cameras that do not fit are counted only
 * @param columns width that no line of the table exceeds, in characters
 * @param style whether lines are set off
 */
public record LiveTable(int rows, int columns, Style style) {
    private static final String ROW = "%-16s %-12s %7s %7s  %-36s %6s %8s %6s %8s";
    private static final String UNKNOWN = "-";

    public LiveTable {
        if (rows < 4 || columns < 1) {
            throw new IllegalArgumentException(
                    "Expected at least 4 rows and 1 column, found " + rows + " and " + columns + ".");
        }
    }

    /** How lines are set off from each other. */
    public enum Style {
        PLAIN,
        ANSI
    }

    /** The lines of the table: one for all, the heads, then one for each camera. */
    public List<String> lines(LiveSnapshot snapshot) {
        List<String> lines = new ArrayList<>();
        lines.add(fitted(summary(snapshot.overall())));
        lines.add(heading(fitted(String.format(
                Locale.ROOT,
                ROW,
                "CAMERA",
                "STATE",
                "FPS IN",
                "FPS OUT",
                "LABEL",
                "SCORE",
                "AGE MS",
                "SHED",
                "REJECTED"))));
        lines.addAll(cameras(snapshot.cameras()));
        return lines;
    }

    /** The last row of a terminal is the cursor's. */
    private List<String> cameras(List<CameraRow> cameras) {
        int room = rows - 3;
        if (cameras.size() <= room) {
            return cameras.stream().map(camera -> fitted(row(camera))).toList();
        }
        List<String> lines = new ArrayList<>(cameras(cameras.subList(0, room - 1)));
        lines.add(fitted("and " + (cameras.size() - lines.size()) + " more cameras"));
        return lines;
    }

    /** The whole table, each line with its end. */
    public String render(LiveSnapshot snapshot) {
        return String.join("\n", lines(snapshot)) + "\n";
    }

    /** All cameras together, in one line of any length. */
    public String summary(Overall all) {
        return String.format(
                Locale.ROOT,
                "%.1f frames/s  %s  batch %s  age p50 %s p99 %s ms  lag %s  in flight %d",
                all.framesPerSecond(),
                printable(all.operatingPoint()),
                decimal(all.batchSize(), "%.1f"),
                all.age().map(age -> whole(age.p50Millis())).orElse(UNKNOWN),
                all.age().map(age -> whole(age.p99Millis())).orElse(UNKNOWN),
                number(all.lag()),
                all.inFlight());
    }

    private static String row(CameraRow camera) {
        return String.format(
                Locale.ROOT,
                ROW,
                cut(printable(camera.camera()), 16),
                cut(printable(camera.state()), 12),
                String.format(Locale.ROOT, "%.1f", camera.framesInPerSecond()),
                String.format(Locale.ROOT, "%.1f", camera.framesOutPerSecond()),
                camera.label().map(label -> cut(printable(label.name()), 36)).orElse(UNKNOWN),
                camera.label().map(LiveTable::score).orElse(UNKNOWN),
                decimal(camera.ageMillis(), "%.0f"),
                camera.shed(),
                camera.rejected());
    }

    private static String score(TopLabel label) {
        return String.format(Locale.ROOT, "%.3f", label.score());
    }

    private static String whole(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }

    private static String decimal(OptionalDouble value, String format) {
        return value.isPresent() ? String.format(Locale.ROOT, format, value.getAsDouble()) : UNKNOWN;
    }

    private static String number(OptionalLong value) {
        return value.isPresent() ? Long.toString(value.getAsLong()) : UNKNOWN;
    }

    private String fitted(String line) {
        return cut(line, columns);
    }

    private String heading(String line) {
        return style == Style.ANSI ? "\u001b[1m" + line + "\u001b[0m" : line;
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, Math.max(0, length - 1)) + "~";
    }

    /** Names come from outside: none may steer the terminal. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
