package io.sluice.deploy.bench.load;

import java.util.List;
import java.util.Optional;

/**
 * Where the mean of repeated measurements truly lies with 95 % confidence, by Student's t: {@code mean +- t(n - 1) s /
 * sqrt(n)}, repetitions being few.
 *
 * @param low its lower end
 * @param high its upper end
 */
public record Interval(double low, double high) {
    /** Two-sided 95 % quantiles for 1 to 30 degrees of freedom. */
    private static final double[] T = {
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
        2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042
    };

    private static final double NORMAL = 1.960;

    /** Of the mean of some measurements; empty of fewer than two. */
    static Optional<Interval> of(List<Double> measurements) {
        int count = measurements.size();
        if (count < 2) {
            return Optional.empty();
        }
        double mean = mean(measurements);
        double squares = measurements.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
        double half = quantile(count - 1) * Math.sqrt(squares / (count - 1) / count);
        return Optional.of(new Interval(mean - half, mean + half));
    }

    private static double quantile(int freedom) {
        return freedom <= T.length ? T[freedom - 1] : NORMAL;
    }

    static double mean(List<Double> measurements) {
        return measurements.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }
}
