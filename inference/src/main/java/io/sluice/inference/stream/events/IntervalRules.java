package io.sluice.inference.stream.events;

import java.time.Duration;

/**
 * When a class has begun to be seen, and when it has ceased. Times are capture times.
 *
 * @param smoothing time constant of the smoothed score, above zero: what happened this long ago counts 37 %
 * @param enter smoothed score from which on a class may begin, above {@code leave}, up to 1
 * @param leave smoothed score below which it ends, at least 0.05: no more than twenty classes can then hold at once
 * @param minDuration how long the smoothed score has to stay at {@code enter} or above before the class has begun; not
 *     negative
 * @param gap without a labelled frame for longer than this, everything ends; above zero
 */
public record IntervalRules(Duration smoothing, double enter, double leave, Duration minDuration, Duration gap) {
    static final double LEAST_LEAVE = 0.05;

    /** More is a mistake, and longer times would not fit into microseconds. */
    private static final Duration LONGEST = Duration.ofDays(365);

    /** Suits cameras of more than two frames a second. */
    public static final IntervalRules DEFAULT =
            new IntervalRules(Duration.ofMillis(500), 0.5, 0.3, Duration.ofMillis(500), Duration.ofSeconds(2));

    public IntervalRules {
        require(isPositive(smoothing), "a smoothing time above zero, and of a year at most", smoothing);
        require(leave >= LEAST_LEAVE && leave < 1, "a score to leave at from " + LEAST_LEAVE + " to below 1", leave);
        require(
                enter > leave && enter <= 1,
                "a score to enter at above that to leave at (" + leave + "), up to 1",
                enter);
        require(minDuration.isZero() || isPositive(minDuration), "a shortest duration of zero to a year", minDuration);
        require(isPositive(gap), "a gap above zero, and of a year at most", gap);
    }

    private static boolean isPositive(Duration time) {
        return !time.isNegative() && !time.isZero() && time.compareTo(LONGEST) <= 0;
    }

    private static void require(boolean holds, String expected, Object found) {
        if (!holds) {
            throw new IllegalArgumentException("Expected " + expected + ", found " + found + ".");
        }
    }

    /**
     * How far an answer moves a smoothed score towards its own, 0 to 1: an answer stands for the time since the one before it,
     * and of that for as much as its weight says. So a score depends on what was seen for how long, and not on how many frames
     * that took.
     *
     * @param weight of the answer, 0 to 1
     * @param elapsed since the answer before it, not negative
     */
    double gain(double weight, Duration elapsed) {
        return -Math.expm1(-weight * seconds(elapsed) / seconds(smoothing));
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}
