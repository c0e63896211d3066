package io.sluice.deploy.bench;

import java.util.List;

/**
 * Repeated measurements in short.
 *
 * @param median middle value; the mean of the two middle ones of an even number
 * @param least smallest value
 * @param most largest value
 */
public record Spread(double median, double least, double most) {
    /** Of at least one measurement. */
    public static Spread of(List<Double> measurements) {
        List<Double> sorted = measurements.stream().sorted().toList();
        int size = sorted.size();
        double median = (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
        return new Spread(median, sorted.get(0), sorted.get(size - 1));
    }
}
