package io.sluice.schemas;

import java.util.regex.Pattern;

/**
 * What a {@link Directive} may hold, for those who write it as for those who read it. A check gives back what it was given, or
 * throws an {@link IllegalArgumentException} with one sentence.
 */
public final class DirectiveLimits {
    /** The least that a camera may weigh. */
    public static final double LIGHTEST = 0.01;

    /** The most that a camera may weigh. */
    public static final double HEAVIEST = 100;

    /** The longest name, in characters. */
    public static final int LONGEST = 1024;

    /** So many cameras may have a weight at the same time. */
    public static final int MOST_CAMERAS = 10_000;

    private static final int LONGEST_SHOWN = 80;

    /** What would break a line, steer a terminal or turn the order of letters round. */
    private static final Pattern UNPRINTABLE =
            Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}]");

    private DirectiveLimits() {}

    /** Of 1 to {@link #LONGEST} characters, not all of them blank and none a control character. */
    public static String camera(String id) {
        return name("a camera id", id);
    }

    /**
     * The same of another name.
     *
     * @param what it names, such as {@code a model}
     */
    public static String name(String what, String found) {
        if (found.isBlank() || found.length() > LONGEST || !found.equals(clean(found))) {
            throw new IllegalArgumentException("Expected " + what + " of 1 to " + LONGEST
                    + " characters, none of them a control character, found '" + shortened(clean(found), LONGEST_SHOWN)
                    + "'.");
        }
        return found;
    }

    /** Of {@link #LIGHTEST} to {@link #HEAVIEST}. */
    public static double weight(double weight) {
        if (!(weight >= LIGHTEST && weight <= HEAVIEST)) {
            throw new IllegalArgumentException("Expected a weight of 0.01 to 100, found " + weight + ".");
        }
        return weight;
    }

    /** Its three names. */
    public static Setting pin(Setting point) {
        name("a model", point.getModel());
        name("a reducer", point.getReducer());
        name("a precision", point.getPrecision());
        return point;
    }

    /** {@code text} as one line, of {@link #LONGEST} characters at most. */
    public static String line(String text) {
        return shortened(clean(text), LONGEST);
    }

    private static String clean(String text) {
        return UNPRINTABLE.matcher(text).replaceAll(" ");
    }

    private static String shortened(String text, int length) {
        return text.substring(0, Math.min(length, text.length()));
    }
}
