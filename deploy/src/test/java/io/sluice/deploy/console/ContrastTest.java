package io.sluice.deploy.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page's colours by day and by night: contrasts as WCAG 2.2 computes them (1.4.3 text, 1.4.11 all else that tells something). */
class ContrastTest {
    private static final double LEAST_OF_TEXT = 4.5;
    private static final double LEAST_OF_GRAPHICS = 3;

    /** Text on what is behind it. */
    private static final Set<String> TEXT = Set.of(
            "text on background",
            "text on surface",
            "text on sunken",
            "muted on background",
            "muted on surface",
            "muted on sunken",
            "accent on surface",
            "accent on accent-soft",
            "on-accent on accent",
            "warn on surface",
            "warn on warn-soft",
            "bad on surface",
            "bad on bad-soft",
            "background on text");

    /** Lines, dots, bars and edges that say something. */
    private static final Set<String> GRAPHICS = Set.of(
            "accent on surface",
            "accent on background",
            "accent on sunken",
            "chart-faint on surface",
            "chart-faint on sunken",
            "control-line on surface",
            "good on surface",
            "warn on surface",
            "bad on surface",
            "surface on accent");

    /** Says nothing: it parts what stands apart anyway. */
    private static final String ORNAMENT = "line";

    private static final String CSS =
            new String(Asset.at("console.css").orElseThrow().bytes(), UTF_8);
    private static final Pattern COLOUR =
            Pattern.compile("--([a-z-]+): light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\);");
    private static final Pattern RULE = Pattern.compile("\\{([^{}]*)}");
    private static final Pattern BEHIND = Pattern.compile("background: var\\(--([a-z-]+)\\);");
    private static final Pattern BEFORE = Pattern.compile("[^-]color: var\\(--([a-z-]+)\\);");

    private static final Map<String, Colours> PALETTE = palette();

    /** As {@code #rrggbb}. */
    private record Colours(String light, String dark) {}

    private static Map<String, Colours> palette() {
        return COLOUR.matcher(CSS)
                .results()
                .collect(Collectors.toMap(
                        found -> found.group(1),
                        found -> new Colours(found.group(2), found.group(3)),
                        (one, other) -> one,
                        TreeMap::new));
    }

    @ParameterizedTest
    @MethodSource("text")
    void textCanBeRead(String pair) {
        assertThatContrast(pair, LEAST_OF_TEXT);
    }

    static Set<String> text() {
        return TEXT;
    }

    @ParameterizedTest
    @MethodSource("graphics")
    void whatSaysSomethingCanBeSeen(String pair) {
        assertThatContrast(pair, LEAST_OF_GRAPHICS);
    }

    static Set<String> graphics() {
        return GRAPHICS;
    }

    private static void assertThatContrast(String pair, double least) {
        String[] names = pair.split(" on ", 2);
        Colours before = PALETTE.get(names[0]);
        Colours behind = PALETTE.get(names[1]);
        assertThat(contrast(before.light(), behind.light())).as("by day").isGreaterThanOrEqualTo(least);
        assertThat(contrast(before.dark(), behind.dark())).as("by night").isGreaterThanOrEqualTo(least);
    }

    @Test
    void noColourIsLeftOut() {
        Set<String> measured = Stream.concat(TEXT.stream(), GRAPHICS.stream())
                .flatMap(pair -> Stream.of(pair.split(" on ", 2)))
                .collect(Collectors.toSet());

        assertThat(PALETTE.keySet())
                .isSubsetOf(
                        Stream.concat(measured.stream(), Stream.of(ORNAMENT)).toList());
        assertThat(PALETTE).containsKeys(measured.toArray(String[]::new));
    }

    /** Inherited ones are listed by hand. */
    @Test
    void whereARuleSetsTextAndBackgroundTheTwoAreMeasured() {
        Set<String> together =
                RULE.matcher(CSS).results().flatMap(rule -> pair(rule.group(1))).collect(Collectors.toSet());

        assertThat(together).hasSizeGreaterThan(5).isSubsetOf(TEXT);
    }

    private static Stream<String> pair(String rule) {
        Matcher behind = BEHIND.matcher(rule);
        Matcher before = BEFORE.matcher(rule);
        return behind.find() && before.find() ? Stream.of(before.group(1) + " on " + behind.group(1)) : Stream.empty();
    }

    @Test
    void theContrastIsThatOfTheStandard() {
        assertThat(contrast("#000000", "#ffffff")).isEqualTo(21);
        assertThat(contrast("#777777", "#ffffff")).isBetween(4.47, 4.49);
    }

    private static double contrast(String one, String other) {
        double first = luminance(one);
        double second = luminance(other);
        return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
    }

    /** Relative to white, 0 to 1. */
    private static double luminance(String colour) {
        return 0.2126 * channel(colour, 1) + 0.7152 * channel(colour, 3) + 0.0722 * channel(colour, 5);
    }

    private static double channel(String colour, int at) {
        double value = Integer.parseInt(colour, at, at + 2, 16) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
}
