package io.sluice.inference.metrics;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Registers what {@link Metric} describes. The registry keeps no state object alive: whoever registers does. */
record Registrar(MeterRegistry registry) {
    /** @param values of the labels, in the order of the description */
    <T> Meter counter(Metric metric, T state, ToDoubleFunction<T> value, String... values) {
        return FunctionCounter.builder(metric.meter(), state, value)
                .description(metric.description())
                .baseUnit(metric.unit().base())
                .tags(tags(metric, values))
                .register(registry);
    }

    <T> void gauge(Metric metric, T state, ToDoubleFunction<T> value, String... values) {
        Gauge.builder(metric.meter(), state, value)
                .description(metric.description())
                .baseUnit(metric.unit().base())
                .tags(tags(metric, values))
                .register(registry);
    }

    /** A gauge whose rows come and go. */
    MultiGauge gauges(Metric metric) {
        return MultiGauge.builder(metric.meter())
                .description(metric.description())
                .baseUnit(metric.unit().base())
                .register(registry);
    }

    Timer histogram(Metric metric, List<Duration> bounds) {
        return Timer.builder(metric.meter())
                .description(metric.description())
                .serviceLevelObjectives(bounds.toArray(new Duration[0]))
                .register(registry);
    }

    DistributionSummary histogram(Metric metric, double... bounds) {
        return DistributionSummary.builder(metric.meter())
                .description(metric.description())
                .serviceLevelObjectives(bounds)
                .register(registry);
    }

    static Tags tags(Metric metric, String... values) {
        if (values.length != metric.labels().size()) {
            throw new IllegalArgumentException(
                    "Expected values for " + metric.labels() + ", found " + Arrays.toString(values) + ".");
        }
        return Tags.of(IntStream.range(0, values.length)
                .boxed()
                .flatMap(label -> List.of(metric.labels().get(label).key(), values[label]).stream())
                .toArray(String[]::new));
    }
}
