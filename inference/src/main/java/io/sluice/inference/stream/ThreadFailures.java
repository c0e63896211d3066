package io.sluice.inference.stream;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.apache.kafka.streams.errors.TaskAssignmentException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what follows when a stream thread has died. What Kafka's absence alone explains passes: another thread takes over
 * after a pause, and reads again what was not answered. Everything else ends the process with a sentence.
 */
final class ThreadFailures implements StreamsUncaughtExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadFailures.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private static final String CLIENTS = "org.apache.kafka.clients.";

    /** What is the same however often it is tried. */
    private static final List<Class<? extends KafkaException>> LASTING = List.of(
            AuthenticationException.class,
            AuthorizationException.class,
            ConfigException.class,
            RecordTooLargeException.class,
            SerializationException.class,
            TaskAssignmentException.class,
            UnsupportedVersionException.class);

    private final String servers;
    private final InferenceSettings settings;
    private final Consumer<InferenceException> end;
    private final CountDownLatch closing = new CountDownLatch(1);

    /**
     * @param servers where Kafka is said to be
     * @param end is told why the process cannot go on
     */
    ThreadFailures(String servers, InferenceSettings settings, Consumer<InferenceException> end) {
        this.servers = servers;
        this.settings = settings;
        this.end = end;
    }

    @Override
    public StreamThreadExceptionResponse handle(Throwable failure) {
        Optional<String> passing = passing(failure);
        if (passing.isEmpty()) {
            end.accept(new InferenceException(fatal(failure), failure));
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        LOG.warn("{} Trying again.", passing.get());
        awaitPause();
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private Optional<String> passing(Throwable failure) {
        if (first(failure, MissingSourceTopicException.class).isPresent()) {
            return Optional.of("Kafka at " + servers + " has no topic "
                    + settings.topics().frames() + " any more: make it with 'sluice topics create'.");
        }
        boolean passes = first(failure, RetriableException.class).isPresent()
                || chain(failure).allMatch(ThreadFailures::isKafkasAndMayPass);
        return passes
                ? Optional.of("Kafka at " + servers + " does not answer as it should: " + deepestMessage(failure) + ".")
                : Optional.empty();
    }

    /**
     * Whether a link of a chain of causes is Kafka's own. After an outage its producer may be in a state in which it refuses all
     * work, with an {@link IllegalStateException} as well (a transaction that could not be aborted in time, which Kafka
     * Streams leaves as it is); a new thread has a new producer.
     */
    private static boolean isKafkasAndMayPass(Throwable link) {
        StackTraceElement[] stack = link.getStackTrace();
        boolean kafkas = link instanceof KafkaException
                || (link instanceof IllegalStateException
                        && stack.length > 0
                        && stack[0].getClassName().startsWith(CLIENTS));
        return kafkas && LASTING.stream().noneMatch(type -> type.isInstance(link));
    }

    private String fatal(Throwable failure) {
        if (first(failure, AuthenticationException.class).isPresent()) {
            return "Kafka at " + servers + " does not let this user in: " + deepestMessage(failure);
        }
        if (first(failure, TransactionalIdAuthorizationException.class).isPresent()) {
            return "Kafka at " + servers + " does not permit this user transactional ids that begin with '"
                    + settings.applicationId() + "': its ACLs have to, for WRITE.";
        }
        return "Inference stopped: " + deepestMessage(failure);
    }

    private static <T extends Throwable> Optional<T> first(Throwable failure, Class<T> type) {
        return chain(failure).filter(type::isInstance).map(type::cast).findFirst();
    }

    private static Stream<Throwable> chain(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
    }

    private static String deepestMessage(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause().getMessage() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage();
    }

    private void awaitPause() {
        try {
            var unused = closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The service ends: no pause holds it up. */
    void close() {
        closing.countDown();
    }
}
