package io.sluice.inference.stream;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.DefaultProductionExceptionHandler;
import org.apache.kafka.streams.errors.LogAndFailProcessingExceptionHandler;

/**
 * The configuration of Kafka Streams. {@link #frames}: records of tens of kilobytes, of which only the newest few matter. {@link
 * #answers}: small records, of which many can be taken at once.
 */
final class StreamsSettings {
    /** Streams buffers this many records of a partition before it pauses it: megabytes, where its default of 1000 would be gigabytes. */
    private static final int BUFFERED_FRAMES = 32;

    /** Answers lie no longer than this when no new frame wakes the stream thread. */
    private static final int POLL_MILLIS = 5;

    /** A process that was killed gives its partitions up after this long. */
    private static final int SESSION_TIMEOUT_MILLIS = 10_000;

    /** Members learn of one that comes or goes with their next heartbeat; by default they would go on for up to three seconds. */
    private static final int HEARTBEAT_MILLIS = 500;

    private static final int FETCH_BYTES = 8 << 20;

    /** A year stands for ever: Streams adds it to the time of day, and more would overflow. */
    private static final long OUTAGE_MILLIS = Duration.ofDays(365).toMillis();

    /** Each commit is a transaction, and costs the same however much is in it; what is told waits for the next. */
    private static final int ANSWERS_COMMIT_MILLIS = 300;

    private final StreamsApplication application;
    private final Map<String, Object> tuning;
    private final Map<String, Object> fixed;

    private StreamsSettings(StreamsApplication application, Map<String, Object> tuning, Map<String, Object> fixed) {
        this.application = application;
        this.tuning = tuning;
        this.fixed = fixed;
    }

    /** For an application that reads frames, and answers them when {@code process()} has long returned. */
    static StreamsSettings frames(StreamsApplication application) {
        return new StreamsSettings(
                application,
                Map.of(
                        StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                        100,
                        StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG,
                        BUFFERED_FRAMES,
                        StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG),
                        BUFFERED_FRAMES,
                        StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MAX_BYTES_CONFIG),
                        FETCH_BYTES,
                        StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG),
                        FETCH_BYTES / 4),
                Map.of(
                        StreamsConfig.POLL_MS_CONFIG,
                        POLL_MILLIS,
                        // The other protocol's consumer is not made by the client supplier, and would commit past the
                        // guard.
                        StreamsConfig.GROUP_PROTOCOL_CONFIG,
                        "classic"));
    }

    /** For an application that reads answers, exactly once whatever the user's properties say. */
    static StreamsSettings answers(StreamsApplication application) {
        return new StreamsSettings(
                application,
                Map.of(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, ANSWERS_COMMIT_MILLIS),
                Map.of(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2));
    }

    /**
     * @param kafka the user's client properties, which win over the defaults here; not over what the promises rest on
     */
    Properties with(Map<String, Object> kafka) {
        Map<String, Object> config = new HashMap<>();
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        // With one input topic there is no order between topics to wait for, and looking whether to wait costs time.
        config.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        // An outage, however long, is waited out; Streams would give up after five minutes.
        config.put(StreamsConfig.TASK_TIMEOUT_MS_CONFIG, OUTAGE_MILLIS);
        config.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 5);
        // A broker refuses, as an error, what overtakes the first batch of a transaction when that has to be sent
        // again.
        config.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), 1);
        config.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_TIMEOUT_MILLIS);
        config.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), HEARTBEAT_MILLIS);
        config.putAll(tuning);
        config.putAll(kafka);
        config.putAll(fixed);
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, application.id());
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, application.threads());
        // Others go on without the answer.
        config.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, DefaultProductionExceptionHandler.class);
        config.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndFailProcessingExceptionHandler.class);
        Properties properties = new Properties();
        properties.putAll(config);
        return properties;
    }
}
