package io.sluice.deploy.bench.load;

import java.util.Arrays;
import java.util.List;

/** Arrivals per second in the second about a moment, in multiples of a capacity. */
final class OfferedLoad {
    private static final double WINDOW_SECONDS = 1;

    private final double[] seconds;
    private final double capacity;

    /**
     * @param arrivals in order of time
     * @param capacity in frames per second
     */
    OfferedLoad(List<Arrival> arrivals, double capacity) {
        this.seconds = arrivals.stream().mapToDouble(Arrival::second).toArray();
        this.capacity = capacity;
    }

    /** The load about a second of the run; at its ends, where there is only half a window, of that half. */
    double at(double second) {
        double from = Math.max(0, second - WINDOW_SECONDS / 2);
        double to = Math.min(end(), second + WINDOW_SECONDS / 2);
        int count = index(to) - index(from);
        return to > from ? count / (to - from) / capacity : 0;
    }

    private double end() {
        return seconds.length == 0 ? 0 : seconds[seconds.length - 1];
    }

    /** How many arrivals are before a second. */
    private int index(double second) {
        int found = Arrays.binarySearch(seconds, second);
        return found < 0 ? -found - 1 : found;
    }
}
