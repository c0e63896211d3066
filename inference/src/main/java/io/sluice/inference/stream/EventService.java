package io.sluice.inference.stream;

import io.sluice.inference.stream.events.EventLedger;
import io.sluice.inference.stream.events.EventSettings;
import io.sluice.inference.stream.events.EventTopology;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process that makes events of answers, exactly once: an event, what is remembered of its camera and how far the answers
 * have been read are one transaction. Outages are met as {@link InferenceService} meets them.
 */
public final class EventService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventService.class);
    private static final Duration WATCH_INTERVAL = Duration.ofSeconds(1);

    private final EventLedger ledger = new EventLedger();
    private final Brokers brokers;
    private final StreamsLife life;
    private final RareWarning blind;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(EventService::thread);
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Puts the parts together; nothing is consumed yet.
     *
     * @param settings how to work
     * @param kafka client properties, {@code bootstrap.servers} among them; names of Kafka Streams settings too
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    public EventService(EventSettings settings, Map<String, Object> kafka, LongSupplier nanoTime) {
        StreamsApplication application =
                new StreamsApplication("Events", settings.topics().labels(), settings.applicationId(), 1);
        // First of all, since it is what refuses properties: nothing else is open then.
        KafkaStreams streams = new KafkaStreams(
                new EventTopology(settings, ledger, nanoTime).build(),
                StreamsSettings.answers(application).with(kafka));
        brokers = new Brokers(kafka);
        life = new StreamsLife(application, streams, brokers, nanoTime);
        blind = new RareWarning(LOG::warn, nanoTime);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "sluice-events-watch");
        thread.setDaemon(true);
        return thread;
    }

    /** Starts to consume. A Kafka that is not there, or lacks the topics, is waited for and told of in the log. */
    public void start() {
        life.start();
        long every = WATCH_INTERVAL.toMillis();
        var unused = watch.scheduleWithFixedDelay(this::look, every, every, TimeUnit.MILLISECONDS);
    }

    /** Completes when partitions have been assigned and answers are being read. */
    public CompletableFuture<Void> running() {
        return life.running();
    }

    /** Completes when the service has been closed; fails with an {@link InferenceException} when it cannot go on. */
    public CompletableFuture<Void> ended() {
        return life.ended();
    }

    /** What has been read and told so far. */
    public EventLedger.Counts counts() {
        return ledger.counts();
    }

    /**
     * Stops consuming, commits, and leaves the group at once; what is open stays open for the next owner. Takes at most some
     * twenty seconds. A second call does nothing.
     */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        watch.shutdown();
        life.stop();
        brokers.close();
        life.over();
    }

    /** A task that throws would never be run again. */
    private void look() {
        try {
            life.look();
        } catch (RuntimeException e) {
            blind.warn(() -> "Could not look whether Kafka answers: " + Diagnosis.deepestMessage(e));
        }
    }
}
