package io.sluice.deploy.evaluation;

/**
 * How many of how many, as a percentage, and between which percentages the true one lies with 95 % confidence, by Wilson's
 * score interval: with {@code p = hits / trials}, {@code n = trials} and {@code z = 1.96}, its centre is {@code (p +
 * z^2/2n) / (1 + z^2/n)} and its half width {@code z / (1 + z^2/n) * sqrt(p(1-p)/n + z^2/4n^2)}. Unlike the usual {@code p
 * +- z sqrt(p(1-p)/n)}, it never leaves 0 to 100 and is no point when all are hits.
 *
 * @param percent 0 to 100
 * @param low lower end in percent
 * @param high upper end in percent
 */
public record Proportion(double percent, double low, double high) {
    private static final double Z = 1.959963984540054;

    /** Of at least one trial. */
    public static Proportion of(int hits, int trials) {
        if (trials < 1 || hits < 0 || hits > trials) {
            throw new IllegalArgumentException(
                    "Expected 0 to " + trials + " hits of at least one trial, found " + hits + " of " + trials + ".");
        }
        double p = (double) hits / trials;
        double spread = Z * Z / trials;
        double centre = (p + spread / 2) / (1 + spread);
        double half = Z / (1 + spread) * Math.sqrt((p * (1 - p) + spread / 4) / trials);
        // Exactly so, but for rounding.
        double low = Math.max(0, Math.min(p, centre - half));
        double high = Math.min(1, Math.max(p, centre + half));
        return new Proportion(100 * p, 100 * low, 100 * high);
    }
}
