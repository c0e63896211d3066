package io.sluice.inference.stream;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.ThreadMetadata;

/**
 * The life of one Kafka Streams client: threads that died of an outage are replaced, and what cannot go on ends with a sentence.
 * Its owner looks at it each second or so.
 */
final class StreamsLife {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);

    private final StreamsApplication application;
    private final KafkaStreams streams;
    private final Brokers brokers;
    private final CommittedOffsets committed = new CommittedOffsets();
    private final ThreadFailures failures;
    private final CompletableFuture<Void> running = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    /**
     * @param streams not started yet
     * @param brokers stay the caller's
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    StreamsLife(StreamsApplication application, KafkaStreams streams, Brokers brokers, LongSupplier nanoTime) {
        this.application = application;
        this.streams = streams;
        this.brokers = brokers;
        failures = new ThreadFailures(
                brokers.servers(), application, new RetryRounds(nanoTime, this::progress), this::fail);
        streams.setUncaughtExceptionHandler(failures);
        streams.setStateListener((now, before) -> stateChanged(now));
    }

    private void stateChanged(KafkaStreams.State now) {
        if (now == KafkaStreams.State.RUNNING) {
            running.complete(null);
        }
    }

    void start() {
        streams.start();
    }

    /** Completes when partitions have been assigned and are being read. */
    CompletableFuture<Void> running() {
        return running.copy();
    }

    /** Completes when the owner is {@link #over}; fails with an {@link InferenceException} when it cannot go on. */
    CompletableFuture<Void> ended() {
        return ended.copy();
    }

    /** It cannot go on. */
    void fail(Throwable reason) {
        ended.completeExceptionally(reason);
    }

    /** Looks whether brokers answer and threads are left. */
    void look() {
        brokers.watch();
        if (threads().filter(Set::isEmpty).isPresent()) {
            fail(new InferenceException(
                    application.name() + " stopped: none of its threads that read from Kafka is left."));
        }
        var unused = progress();
    }

    /** Asked as well by a thread that dies: what it has committed until then counts. */
    private long progress() {
        threads().stream()
                .flatMap(Set::stream)
                .flatMap(thread -> thread.activeTasks().stream())
                .forEach(task -> committed.seen(task.committedOffsets()));
        return committed.sum();
    }

    /** Those that are alive; empty when the client is not to read, or no more. */
    private Optional<Set<ThreadMetadata>> threads() {
        try {
            return streams.state().isRunningOrRebalancing()
                    ? Optional.of(streams.metadataForLocalThreads())
                    : Optional.empty();
        } catch (IllegalStateException e) {
            return Optional.empty(); // it is ending already
        }
    }

    /** Stops consuming, commits, and leaves the group at once; takes at most some twenty seconds. */
    void stop() {
        failures.close();
        streams.close(CloseOptions.timeout(CLOSE_TIMEOUT)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }

    /** Its owner has been closed. */
    void over() {
        ended.complete(null);
    }
}
