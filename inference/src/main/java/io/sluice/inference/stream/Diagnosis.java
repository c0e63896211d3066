package io.sluice.inference.stream;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InconsistentGroupProtocolException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidGroupIdException;
import org.apache.kafka.common.errors.InvalidSessionTimeoutException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.TaskAssignmentException;

/**
 * What the death of a stream thread means.
 *
 * @param kind what may come of it
 * @param sentence for the operator
 */
record Diagnosis(Kind kind, String sentence) {
    enum Kind {
        /** Somebody has to make the topic. */
        NO_TOPIC,
        /** Kafka is not there, or not itself: that passes. */
        AWAY,
        /** None of the servers' names has an address: that passes. */
        NO_ADDRESS,
        /** Kafka's clients refuse to work. After an outage that passes; it may also be a setting. */
        UNCLEAR,
        /** The same however often it is tried. */
        LASTING
    }

    private static final String CLIENTS = "org.apache.kafka.clients.";

    private static final List<Class<? extends KafkaException>> LASTING = List.of(
            AuthenticationException.class,
            AuthorizationException.class,
            ConfigException.class,
            FencedInstanceIdException.class,
            InconsistentGroupProtocolException.class,
            InvalidConfigurationException.class,
            InvalidGroupIdException.class,
            InvalidSessionTimeoutException.class,
            InvalidTopicException.class,
            InvalidTxnTimeoutException.class,
            RecordTooLargeException.class,
            SerializationException.class,
            TaskAssignmentException.class,
            UnsupportedVersionException.class);

    /** The producer knows what to do about it no better than about the others, and gives it no type. */
    private static final String TRANSACTION_TIMEOUT = Errors.INVALID_TRANSACTION_TIMEOUT.message();

    /**
     * Looks for the reason.
     *
     * @param servers where Kafka is said to be
     */
    static Diagnosis of(Throwable failure, String servers, StreamsApplication application) {
        if (first(failure, MissingSourceTopicException.class).isPresent()) {
            return new Diagnosis(
                    Kind.NO_TOPIC,
                    "Kafka at " + servers + " has no topic " + application.source()
                            + " any more: make it with 'sluice topics create'.");
        }
        boolean away = first(failure, RetriableException.class).isPresent();
        if (away || chain(failure).allMatch(Diagnosis::isKafkasAndMayPass)) {
            return new Diagnosis(
                    away ? Kind.AWAY : Kind.UNCLEAR,
                    "Kafka at " + servers + " does not answer as it should: " + deepestMessage(failure) + ".");
        }
        return new Diagnosis(Kind.LASTING, lasting(failure, servers, application));
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
        return kafkas && !lasts(link);
    }

    private static boolean lasts(Throwable link) {
        return LASTING.stream().anyMatch(type -> type.isInstance(link))
                || String.valueOf(link.getMessage()).contains(TRANSACTION_TIMEOUT);
    }

    private static String lasting(Throwable failure, String servers, StreamsApplication application) {
        if (first(failure, AuthenticationException.class).isPresent()) {
            return "Kafka at " + servers + " does not let this user in: " + deepestMessage(failure);
        }
        if (first(failure, TransactionalIdAuthorizationException.class).isPresent()) {
            return "Kafka at " + servers + " does not permit this user transactional ids that begin with '"
                    + application.id() + "': its ACLs have to, for WRITE.";
        }
        return application.name() + " stopped: " + deepestMessage(failure);
    }

    private static <T extends Throwable> Optional<T> first(Throwable failure, Class<T> type) {
        return chain(failure).filter(type::isInstance).map(type::cast).findFirst();
    }

    private static Stream<Throwable> chain(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
    }

    /** Of the last cause that says anything; its name where none does. */
    static String deepestMessage(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause().getMessage() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
