package io.sluice.inference.stream;

import static io.sluice.inference.metrics.Metric.KAFKA_CONSUMED;
import static io.sluice.inference.metrics.Metric.KAFKA_CONSUMED_BYTES;
import static io.sluice.inference.metrics.Metric.KAFKA_FETCH_LATENCY;
import static io.sluice.inference.metrics.Metric.KAFKA_REBALANCES;
import static io.sluice.inference.metrics.Metric.KAFKA_SEND_ERRORS;
import static io.sluice.inference.metrics.Metric.KAFKA_SEND_LATENCY;
import static io.sluice.inference.metrics.Metric.KAFKA_SEND_RETRIES;
import static io.sluice.inference.metrics.Metric.KAFKA_SENT;
import static io.sluice.inference.metrics.Metric.KAFKA_SENT_BYTES;
import static io.sluice.inference.metrics.Metric.STREAMS_COMMIT_LATENCY;
import static io.sluice.inference.metrics.Metric.STREAMS_FAILED;
import static io.sluice.inference.metrics.Metric.STREAMS_POLL_RATIO;
import static io.sluice.inference.metrics.Metric.STREAMS_PROCESS_RATIO;
import static io.sluice.inference.metrics.Metric.STREAMS_THREADS;

import io.sluice.inference.metrics.Metric;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.MetricName;

/**
 * Picks a few of the thousands of figures that Kafka's clients keep. What each client or thread has of its own is added up,
 * or averaged.
 */
final class KafkaReadings implements Supplier<Map<Metric, Double>> {
    private static final String CONSUMER = "consumer-fetch-manager-metrics";
    private static final String COORDINATOR = "consumer-coordinator-metrics";
    private static final String PRODUCER = "producer-metrics";
    private static final String STREAMS = "stream-metrics";
    private static final String THREAD = "stream-thread-metrics";
    private static final double MILLI = 1e-3;

    private static final Map<Id, Source> SOURCES = Map.ofEntries(
            sum(KAFKA_CONSUMED, CONSUMER, "records-consumed-total"),
            sum(KAFKA_CONSUMED_BYTES, CONSUMER, "bytes-consumed-total"),
            mean(KAFKA_FETCH_LATENCY, CONSUMER, "fetch-latency-avg", MILLI),
            sum(KAFKA_REBALANCES, COORDINATOR, "rebalance-total"),
            sum(KAFKA_SENT, PRODUCER, "record-send-total"),
            sum(KAFKA_SENT_BYTES, PRODUCER, "outgoing-byte-total"),
            mean(KAFKA_SEND_LATENCY, PRODUCER, "request-latency-avg", MILLI),
            sum(KAFKA_SEND_ERRORS, PRODUCER, "record-error-total"),
            sum(KAFKA_SEND_RETRIES, PRODUCER, "record-retry-total"),
            sum(STREAMS_THREADS, STREAMS, "alive-stream-threads"),
            sum(STREAMS_FAILED, STREAMS, "failed-stream-threads"),
            mean(STREAMS_COMMIT_LATENCY, THREAD, "commit-latency-avg", MILLI),
            mean(STREAMS_PROCESS_RATIO, THREAD, "process-ratio", 1),
            mean(STREAMS_POLL_RATIO, THREAD, "poll-ratio", 1));

    /** What is read. */
    static final List<Metric> METRICS =
            SOURCES.values().stream().map(Source::metric).toList();

    private final Supplier<Map<MetricName, ? extends org.apache.kafka.common.Metric>> figures;

    /** Of a figure of Kafka's. */
    private record Id(String group, String name) {}

    /**
     * What a figure is for.
     *
     * @param unit of the figure, in that of the metric
     */
    private record Source(Metric metric, boolean mean, double unit) {}

    /** Of several clients or threads. */
    private static final class Reading {
        private final Source source;
        private double sum;
        private int count;

        Reading(Source source) {
            this.source = source;
        }

        void add(double value) {
            if (!Double.isNaN(value)) {
                sum += value * source.unit();
                count++;
            }
        }

        double value() {
            return source.mean() ? sum / count : sum;
        }
    }

    KafkaReadings(Supplier<Map<MetricName, ? extends org.apache.kafka.common.Metric>> figures) {
        this.figures = figures;
    }

    @Override
    public Map<Metric, Double> get() {
        Map<Metric, Reading> readings = new EnumMap<>(Metric.class);
        figures.get().forEach((name, figure) -> {
            Source source = SOURCES.get(new Id(name.group(), name.name()));
            // A topic or partition is in the sum of its client already.
            if (source != null && !name.tags().containsKey("topic") && figure.metricValue() instanceof Number value) {
                readings.computeIfAbsent(source.metric(), unread -> new Reading(source))
                        .add(value.doubleValue());
            }
        });
        return readings.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, reading -> reading.getValue().value()));
    }

    private static Map.Entry<Id, Source> sum(Metric metric, String group, String name) {
        return Map.entry(new Id(group, name), new Source(metric, false, 1));
    }

    private static Map.Entry<Id, Source> mean(Metric metric, String group, String name, double unit) {
        return Map.entry(new Id(group, name), new Source(metric, true, unit));
    }
}
