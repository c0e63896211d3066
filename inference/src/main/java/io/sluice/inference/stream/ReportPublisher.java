package io.sluice.inference.stream;

import io.sluice.inference.control.ControlLoop;
import io.sluice.inference.control.Decision;
import io.sluice.inference.control.LoadSnapshot;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.schemas.AvroCodec;
import io.sluice.schemas.CloudEventHeaders;
import io.sluice.schemas.Load;
import io.sluice.schemas.Setting;
import io.sluice.schemas.ThroughputReport;
import io.sluice.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes a throughput report each interval and every change of operating point. They tell of this process, not of
 * frames, so they have a producer of their own beside the transactions of the answers, and a report that cannot be sent is
 * logged and given up.
 */
final class ReportPublisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReportPublisher.class);

    private final Topics topics;
    private final String instance;
    private final InstantSource clock;
    private final CloudEventHeaders headers;
    private final Producer<String, byte[]> producer;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "sluice-reports");
        thread.setDaemon(true);
        return thread;
    });

    private final AtomicBoolean failing = new AtomicBoolean();

    // Used on the timer's thread only.
    private final AvroCodec<ThroughputReport> reports = new AvroCodec<>(ThroughputReport.class);
    private final AvroCodec<io.sluice.schemas.Decision> decisions = new AvroCodec<>(io.sluice.schemas.Decision.class);
    private long sent;

    /**
     * @param instance id of this process, the key of all that it publishes
     * @param kafka client properties
     */
    ReportPublisher(Topics topics, String instance, Map<String, Object> kafka, InstantSource clock) {
        this.topics = topics;
        this.instance = instance;
        this.clock = clock;
        this.headers = new CloudEventHeaders("/sluice/inference/" + instance);
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ProducerConfig.CLIENT_ID_CONFIG, "sluice-reports-" + instance);
        // A report must not hold up its thread while the brokers are away; there will be another one.
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "1000");
        this.producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }

    /** Publishes what {@code source} gives, each interval from now on. */
    void publishEvery(Duration interval, Supplier<ThroughputReport> source) {
        long nanos = interval.toNanos();
        var unused = timer.scheduleAtFixedRate(() -> publishOrWarn(source), nanos, nanos, TimeUnit.NANOSECONDS);
    }

    /** A task that throws would never be run again. */
    private void publishOrWarn(Supplier<ThroughputReport> source) {
        try {
            publish(source.get());
        } catch (RuntimeException e) {
            LOG.warn("A report could not be made.", e);
        }
    }

    /** Publishes a change of operating point, without waiting for it to be sent. */
    void publish(ControlLoop.Change change) {
        io.sluice.schemas.Decision decision = io.sluice.schemas.Decision.newBuilder()
                .setInstance(instance)
                .setAt(clock.instant())
                .setFrom(change.from().map(ReportPublisher::setting).orElse(null))
                .setTo(setting(change.to()))
                .setBatchBound(change.to().batchBound())
                .setReason(change.to().reason())
                .setDryRun(change.dryRun())
                .setLoad(load(change))
                .build();
        timer.execute(() -> send(
                topics.decisions(), decisions.encode(decision), io.sluice.schemas.Decision.class, decision.getAt()));
    }

    /** Publishes one more report, before {@link #close}. */
    void publishLast(Supplier<ThroughputReport> source) {
        timer.execute(() -> publishOrWarn(source));
    }

    /** Sends what is left, for three seconds at most. */
    @Override
    public void close() {
        timer.shutdown();
        try {
            if (!timer.awaitTermination(1, TimeUnit.SECONDS)) {
                LOG.warn("The last report could not be sent in time.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(Duration.ofSeconds(2));
    }

    private void publish(ThroughputReport report) {
        send(topics.metrics(), reports.encode(report), ThroughputReport.class, report.getAt());
    }

    private void send(String topic, byte[] value, Class<? extends SpecificRecord> type, Instant at) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, null, at.toEpochMilli(), instance, value);
        headers.addTo(record.headers(), type, instance + "/" + sent++, at);
        try {
            var unused = producer.send(record, (metadata, error) -> warn(topic, error));
        } catch (KafkaException e) {
            warn(topic, e);
        }
    }

    /** Once for each series of failures: there is a report each second. */
    private void warn(String topic, Exception error) {
        boolean failed = error != null;
        if (failing.getAndSet(failed) != failed && failed) {
            LOG.warn("A record for {} was not sent: {}", topic, error.getMessage());
        }
    }

    private static Setting setting(Decision decision) {
        OperatingPoint point = decision.point();
        return new Setting(
                point.model().toString(),
                point.reducer().toString(),
                point.precision().name());
    }

    private static Load load(ControlLoop.Change change) {
        LoadSnapshot load = change.load();
        return Load.newBuilder()
                .setArrivalsPerSecond(load.arrivalsPerSecond())
                .setBacklog(load.backlog())
                .setOldestAgeMillis(load.oldestAge().toNanos() / 1e6)
                .setInFlight(load.inFlight())
                .setServiceMillisPerFrame(change.served().timePerFrame().toNanos() * load.slowdown() / 1e6)
                .setSlackMillis(load.slack().toNanos() / 1e6)
                .setSlowdown(load.slowdown())
                .build();
    }
}
