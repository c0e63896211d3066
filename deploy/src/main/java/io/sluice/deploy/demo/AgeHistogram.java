package io.sluice.deploy.demo;

import java.util.Optional;

/**
 * Counts ages so that percentiles of any number of them take the same little memory: in buckets whose bounds grow by 2 %, so
 * that a percentile is right to 1 %. Ages under a millisecond count as one; what is older than half a day, as that.
 */
final class AgeHistogram {
    private static final double GROWTH = 1.02;
    private static final int BUCKETS = 900; // 1.02 to the 900th: 55 million milliseconds

    private final long[] counts = new long[BUCKETS];
    private long total;

    void add(double millis) {
        int bucket = (int) (Math.log(Math.max(1, millis)) / Math.log(GROWTH));
        counts[Math.min(bucket, BUCKETS - 1)]++;
        total++;
    }

    /** Empty when no age was added. */
    Optional<AgePercentiles> percentiles() {
        return total == 0
                ? Optional.empty()
                : Optional.of(new AgePercentiles(percentile(0.50), percentile(0.95), percentile(0.99)));
    }

    /** The middle of the bucket that holds the age of this rank. */
    private double percentile(double share) {
        long rank = (long) Math.ceil(share * total);
        int bucket = 0;
        long below = counts[0];
        while (below < rank) {
            bucket++;
            below += counts[bucket];
        }
        return rounded(Math.pow(GROWTH, bucket + 0.5));
    }

    private static double rounded(double millis) {
        return Math.round(millis * 10) / 10.0;
    }
}
