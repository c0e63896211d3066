package io.sluice.deploy.cli;

import io.sluice.deploy.tokens.TokenReport;
import io.sluice.deploy.tokens.TokenReport.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What became of a picture's tokens, as text for people. */
final class TokenText {
    private static final String ROW = "%-9s %7s %7s %7s %7s %7s";

    private TokenText() {}

    static String of(TokenReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(report.file());
        report.labels().forEach(label -> lines.add(format("%6.1f %%  %s", 100 * label.score(), label.name())));
        lines.add(format(
                "%s, reducer %s, %s, %.3f GMACs: %d x %d patches",
                report.model(), report.reducer(), report.precision(), report.gmacs(), report.rows(), report.columns()));
        lines.addAll(
                report.stages().isEmpty()
                        ? List.of("Nothing is reduced: every patch is kept through all blocks.")
                        : stages(report));
        return String.join("\n", lines);
    }

    private static List<String> stages(TokenReport report) {
        return Stream.concat(
                        Stream.of(format(ROW, "AFTER", "TOKENS", "KEPT", "MERGED", "INTO", "PRUNED")),
                        report.stages().stream().map(TokenText::row))
                .toList();
    }

    private static String row(Stage stage) {
        return format(
                ROW,
                "block " + stage.block(),
                stage.tokens(),
                stage.kept(),
                stage.merged(),
                stage.mergedTokens(),
                stage.pruned());
    }

    /** One of the picture as it is, and one for each stage. */
    static List<String> captions(TokenReport report) {
        String best =
                report.labels().isEmpty() ? "" : ": " + report.labels().get(0).name();
        return Stream.concat(
                        Stream.of(report.reducer() + best),
                        report.stages().stream().map(TokenText::caption))
                .toList();
    }

    private static String caption(Stage stage) {
        List<String> parts = new ArrayList<>();
        parts.add(stage.kept() + " kept");
        if (stage.merged() > 0) {
            parts.add(stage.merged() + " merged into " + stage.mergedTokens());
        }
        if (stage.pruned() > 0) {
            parts.add(stage.pruned() + " pruned");
        }
        return "block " + stage.block() + ": " + String.join(", ", parts);
    }

    private static String format(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }
}
