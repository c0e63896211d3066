package io.sluice.inference.engine;

import java.nio.FloatBuffer;

/** How often values of a tensor occur, by magnitude; its reach doubles as larger ones come. */
final class Histogram {
    /** Even, so that two bins can become one. */
    private static final int BINS = 4096;

    private final long[] counts = new long[BINS];
    /** Magnitude that the last bin ends at; 0 until a value other than 0 has come. */
    private double reach;

    private float least;
    private float most;

    /**
     * Adds values from position to limit.
     *
     * @throws EngineException where one is not a finite number
     */
    void add(FloatBuffer values) {
        FloatBuffer view = values.duplicate();
        while (view.hasRemaining()) {
            add(view.get());
        }
    }

    private void add(float value) {
        if (!Float.isFinite(value)) {
            throw new EngineException("An activation is " + value + ", not a finite number: the weights do not do.");
        }
        least = Math.min(least, value);
        most = Math.max(most, value);
        double magnitude = Math.abs(value);
        if (reach == 0 && magnitude > 0) {
            reach = magnitude;
        }
        while (magnitude > reach) {
            fold();
        }
        counts[reach == 0 ? 0 : (int) Math.min(BINS - 1, magnitude / reach * BINS)]++;
    }

    private void fold() {
        for (int bin = 0; bin < BINS; bin++) {
            long count = bin < BINS / 2 ? counts[2 * bin] + counts[2 * bin + 1] : 0;
            counts[bin] = count;
        }
        reach *= 2;
    }

    /** Smallest value so far, at most 0. */
    float least() {
        return least;
    }

    /** Largest value so far, at least 0. */
    float most() {
        return most;
    }

    int bins() {
        return BINS;
    }

    long count(int bin) {
        return counts[bin];
    }

    /** The magnitude at which the first {@code bins} bins end. */
    double magnitude(int bins) {
        return reach * bins / BINS;
    }
}
