package io.sluice.inference.stream;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.apache.kafka.common.Metric;

/**
 * The same figure of several clients, which come and go: a stream thread that has died takes its clients with it, a fenced
 * producer is made anew. Not safe for concurrent use.
 */
final class ClientFigures {
    private Set<Metric> present = Set.of();
    private double gone;

    /** The clients that there are now have {@code figures}. What clients that are gone have counted is not forgotten. */
    void become(Set<Metric> figures) {
        Set<Metric> ended = new HashSet<>(present);
        ended.removeAll(figures);
        gone += known(ended).sum(); // a figure stays at its last value
        present = figures;
    }

    /** What has been counted by all clients that there have been: it never falls. */
    double total() {
        return gone + sum();
    }

    /** Of the clients that are there. */
    double sum() {
        return known(present).sum();
    }

    /** Of the clients that are there and have a value; NaN without any. */
    double mean() {
        return known(present).average().orElse(Double.NaN);
    }

    private static DoubleStream known(Set<Metric> figures) {
        return figures.stream()
                .map(Metric::metricValue)
                .filter(Number.class::isInstance)
                .mapToDouble(value -> ((Number) value).doubleValue())
                .filter(value -> !Double.isNaN(value));
    }
}
