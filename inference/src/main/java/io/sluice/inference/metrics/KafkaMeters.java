package io.sluice.inference.metrics;

import java.util.Map;
import java.util.function.Supplier;

/**
 * Shows a few of what Kafka's clients and Kafka Streams measure: all of it is thousands of lines, too much to scrape often.
 */
public final class KafkaMeters {
    private final Supplier<Map<Metric, Double>> source;
    private volatile Map<Metric, Double> readings = Map.of();

    /**
     * @param shown which meters
     * @param source their values, in the units of the meters; asked once before each scrape
     */
    public KafkaMeters(Meters meters, Iterable<Metric> shown, Supplier<Map<Metric, Double>> source) {
        this.source = source;
        Registrar registrar = meters.registrar();
        for (Metric metric : shown) {
            if (metric.kind() == Metric.Kind.COUNTER) {
                registrar.counter(metric, this, kafka -> kafka.reading(metric));
            } else {
                registrar.gauge(metric, this, kafka -> kafka.reading(metric));
            }
        }
        meters.beforeScrape(this::look);
        meters.keep(this);
    }

    private void look() {
        readings = source.get();
    }

    private double reading(Metric metric) {
        return readings.getOrDefault(metric, metric.kind() == Metric.Kind.COUNTER ? 0 : Double.NaN);
    }
}
