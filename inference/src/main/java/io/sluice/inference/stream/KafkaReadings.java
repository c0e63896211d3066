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
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.MetricName;

/**
 * Picks a few of the thousands of figures that Kafka's clients keep. What each client or thread has of its own is added up,
 * or averaged. Not safe for concurrent use.
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

    /** To walk through all of Kafka's figures takes longer than to read these few. */
    private static final Duration LOOKED_UP_FOR = Duration.ofSeconds(10);

    private final Supplier<Map<MetricName, ? extends org.apache.kafka.common.Metric>> figures;
    private final LongSupplier nanoTime;
    private final Map<Source, ClientFigures> read = new HashMap<>();
    private long lookedUpNanos;

    /** Of a figure of Kafka's. */
    private record Id(String group, String name) {}

    /**
     * What a figure is for.
     *
     * @param unit of the figure, in that of the metric
     */
    private record Source(Metric metric, boolean mean, double unit) {}

    /**
     * @param figures all of Kafka's
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    KafkaReadings(Supplier<Map<MetricName, ? extends org.apache.kafka.common.Metric>> figures, LongSupplier nanoTime) {
        this.figures = figures;
        this.nanoTime = nanoTime;
        lookedUpNanos = nanoTime.getAsLong() - LOOKED_UP_FOR.toNanos();
        SOURCES.values().forEach(source -> read.put(source, new ClientFigures()));
    }

    @Override
    public Map<Metric, Double> get() {
        if (nanoTime.getAsLong() - lookedUpNanos >= LOOKED_UP_FOR.toNanos()) {
            lookedUpNanos = nanoTime.getAsLong();
            lookUp();
        }
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        read.forEach((source, shown) -> values.put(source.metric(), value(source, shown)));
        return values;
    }

    private static double value(Source source, ClientFigures shown) {
        if (source.mean()) {
            return shown.mean() * source.unit();
        }
        return source.metric().kind() == Metric.Kind.COUNTER ? shown.total() : shown.sum();
    }

    private void lookUp() {
        Map<Source, Set<org.apache.kafka.common.Metric>> found = new HashMap<>();
        figures.get().forEach((name, figure) -> {
            Source source = SOURCES.get(new Id(name.group(), name.name()));
            // A topic or partition is in the sum of its client already.
            if (source != null && !name.tags().containsKey("topic")) {
                found.computeIfAbsent(source, unseen -> new HashSet<>()).add(figure);
            }
        });
        read.forEach((source, shown) -> shown.become(found.getOrDefault(source, Set.of())));
    }

    private static Map.Entry<Id, Source> sum(Metric metric, String group, String name) {
        return Map.entry(new Id(group, name), new Source(metric, false, 1));
    }

    private static Map.Entry<Id, Source> mean(Metric metric, String group, String name, double unit) {
        return Map.entry(new Id(group, name), new Source(metric, true, unit));
    }
}
