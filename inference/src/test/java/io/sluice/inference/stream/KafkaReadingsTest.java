package io.sluice.inference.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.inference.metrics.Metric;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.CumulativeSum;
import org.apache.kafka.common.metrics.stats.Value;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KafkaReadingsTest {
    private static final long LATER = Duration.ofSeconds(10).toNanos();

    private final Metrics kafka = new Metrics();
    private final AtomicLong nanos = new AtomicLong();
    private final KafkaReadings readings = new KafkaReadings(kafka::metrics, nanos::get);

    @AfterEach
    void close() {
        kafka.close();
    }

    @Test
    void whatAClientHadCountedStaysWhenItIsGone() {
        producer("first").record(5);
        producer("second").record(7);
        assertThat(readings.get()).containsEntry(Metric.KAFKA_SENT, 12.0);

        kafka.removeSensor("first");
        nanos.addAndGet(LATER);
        assertThat(readings.get()).containsEntry(Metric.KAFKA_SENT, 12.0);

        producer("first").record(1); // made anew under the same name
        nanos.addAndGet(LATER);
        assertThat(readings.get()).containsEntry(Metric.KAFKA_SENT, 13.0);
        assertThat(readings.get()).containsEntry(Metric.KAFKA_SENT, 13.0);
    }

    @Test
    void topicsAreInTheSumOfTheirClientAlready() {
        consumer(Map.of("client-id", "first")).record(5);
        consumer(Map.of("client-id", "first", "topic", "sluice.frames")).record(3);
        consumer(Map.of("client-id", "first", "topic", "sluice.frames", "partition", "0"))
                .record(3);

        assertThat(readings.get()).containsEntry(Metric.KAFKA_CONSUMED, 5.0);
    }

    @Test
    void whatIsNoCountGoesWithItsClient() {
        thread("first").record(0.25);
        thread("second").record(0.75);
        assertThat(readings.get()).containsEntry(Metric.STREAMS_PROCESS_RATIO, 0.5);

        kafka.removeSensor("first");
        nanos.addAndGet(LATER);
        assertThat(readings.get()).containsEntry(Metric.STREAMS_PROCESS_RATIO, 0.75);

        kafka.removeSensor("second");
        nanos.addAndGet(LATER);
        assertThat(readings.get()).containsEntry(Metric.STREAMS_PROCESS_RATIO, Double.NaN);
    }

    private Sensor producer(String client) {
        Sensor sensor = kafka.sensor(client);
        sensor.add(
                kafka.metricName("record-send-total", "producer-metrics", "", Map.of("client-id", client)),
                new CumulativeSum());
        return sensor;
    }

    private Sensor consumer(Map<String, String> tags) {
        Sensor sensor = kafka.sensor(tags.toString());
        sensor.add(
                kafka.metricName("records-consumed-total", "consumer-fetch-manager-metrics", "", tags),
                new CumulativeSum());
        return sensor;
    }

    private Sensor thread(String thread) {
        Sensor sensor = kafka.sensor(thread);
        sensor.add(
                kafka.metricName("process-ratio", "stream-thread-metrics", "", Map.of("thread-id", thread)),
                new Value());
        return sensor;
    }
}
