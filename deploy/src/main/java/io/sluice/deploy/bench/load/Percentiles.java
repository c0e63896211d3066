package io.sluice.deploy.bench.load;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Ages in milliseconds, by nearest rank; all 0 where there are none.
 *
 * @param p50 median
 * @param p95 not exceeded by 95 %
 * @param p99 not exceeded by 99 %
 */
public record Percentiles(double p50, double p95, double p99) {
    static Percentiles of(Stream<Duration> durations) {
        double[] sorted =
                durations.mapToDouble(age -> age.toNanos() / 1e6).sorted().toArray();
        return new Percentiles(at(sorted, 0.5), at(sorted, 0.95), at(sorted, 0.99));
    }

    /** Mean of the same percentile of several runs. */
    static Percentiles mean(List<Percentiles> runs) {
        return new Percentiles(
                runs.stream().mapToDouble(Percentiles::p50).average().orElse(0),
                runs.stream().mapToDouble(Percentiles::p95).average().orElse(0),
                runs.stream().mapToDouble(Percentiles::p99).average().orElse(0));
    }

    private static double at(double[] sorted, double share) {
        return sorted.length == 0 ? 0 : rounded(sorted[(int) Math.ceil(share * sorted.length) - 1]);
    }

    private static double rounded(double millis) {
        return Math.round(millis * 100) / 100.0;
    }
}
