package io.sluice.inference.engine;

import io.sluice.inference.model.ActivationRange;
import java.util.Locale;

/**
 * How the range of an activation is chosen from the values that it took on sample pictures. A wide range rounds coarsely, a
 * narrow one cuts off.
 */
public enum RangeMethod {
    /** All values that occurred. */
    MIN_MAX {
        @Override
        int kept(Histogram histogram) {
            return histogram.bins();
        }
    },

    /** All but the 0.01 % of largest magnitude. */
    PERCENTILE {
        @Override
        int kept(Histogram histogram) {
            long total = total(histogram, histogram.bins());
            long within = 0;
            int bins = 0;
            while (bins < histogram.bins() && within < total * SHARE) {
                within += histogram.count(bins++);
            }
            return bins;
        }
    },

    /**
     * The magnitude at which the distribution of rounded values tells least of a difference from that of the values: the
     * smallest Kullback-Leibler divergence (Migacz, 8-bit Inference with TensorRT, GTC 2017).
     */
    ENTROPY {
        @Override
        int kept(Histogram histogram) {
            int best = histogram.bins();
            double least = Double.POSITIVE_INFINITY;
            for (int bins = LEVELS; bins <= histogram.bins(); bins += LEVELS / 4) {
                double divergence = divergence(histogram, bins);
                if (divergence < least) {
                    least = divergence;
                    best = bins;
                }
            }
            return best;
        }
    };

    private static final double SHARE = 0.9999;

    /** Magnitudes that 8 bits with sign can tell apart. */
    private static final int LEVELS = 128;

    /** How many bins of small magnitude are inside the range. */
    abstract int kept(Histogram histogram);

    ActivationRange of(Histogram histogram) {
        float limit = (float) histogram.magnitude(kept(histogram));
        float least = Math.max(histogram.least(), -limit);
        float most = Math.min(histogram.most(), limit);
        return least == most ? new ActivationRange(0, 1) : new ActivationRange(least, most);
    }

    /** As options name it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static long total(Histogram histogram, int bins) {
        long total = 0;
        for (int bin = 0; bin < bins; bin++) {
            total += histogram.count(bin);
        }
        return total;
    }

    /** Of the values, those beyond {@code bins} counted into the last bin, from the same rounded to {@link #LEVELS}. */
    private static double divergence(Histogram histogram, int bins) {
        double within = total(histogram, bins);
        double all = total(histogram, histogram.bins());
        double divergence = 0;
        for (int level = 0; level < LEVELS; level++) {
            int from = level * bins / LEVELS;
            int to = (level + 1) * bins / LEVELS;
            divergence += divergence(histogram, from, to, to == bins ? all - within : 0, all / within) / all;
        }
        return divergence;
    }

    /** The part of one level, not yet divided by the number of values. */
    private static double divergence(Histogram histogram, int from, int to, double beyond, double scale) {
        double sum = 0;
        int occupied = 0;
        for (int bin = from; bin < to; bin++) {
            sum += histogram.count(bin);
            occupied += histogram.count(bin) > 0 ? 1 : 0;
        }
        double divergence = 0;
        for (int bin = from; bin < to; bin++) {
            double p = histogram.count(bin) + (bin == to - 1 ? beyond : 0);
            double q = histogram.count(bin) > 0 ? sum / occupied * scale : 0;
            divergence += p == 0 ? 0 : p * Math.log(p / Math.max(q, Float.MIN_NORMAL));
        }
        return divergence;
    }
}
