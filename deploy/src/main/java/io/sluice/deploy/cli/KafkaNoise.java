package io.sluice.deploy.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;

/**
 * Holds back warnings that Kafka gives while all is well, and what its clients repeat many times a second while it is not:
 * the same warning passes once a minute. Named in logback.xml.
 */
public final class KafkaNoise extends Filter<ILoggingEvent> {
    private static final String CLIENTS = "org.apache.kafka.";
    private static final Duration REPETITION = Duration.ofMinutes(1);

    /** Kafka's texts are finite, but for those that have numbers written into them. */
    private static final int MOST_REMEMBERED = 1000;

    /** Each client begins with its own name, as in {@code [Producer clientId=x] }. */
    private static final Pattern CLIENT = Pattern.compile("^\\[[^]]*] ");

    /** Parts of messages. */
    private static final List<String> HARMLESS = List.of(
            // At every orderly start and stop of a broker.
            "Performing controller activation.",
            "Attempting to close NetworkClient that has already been closed.",
            "Processing exception handler is not enabled for the GlobalThread.",
            // Two clients ask for the same internal topic at once.
            "Auto topic creation failed for __consumer_offsets with error 'TOPIC_ALREADY_EXISTS'",
            "Auto topic creation failed for __transaction_state with error 'TOPIC_ALREADY_EXISTS'",
            // A transaction begins while the broker still writes the end of the last one; the producer sends again, in
            // order.
            "retrying (2147483646 attempts left). Error: CONCURRENT_TRANSACTIONS",
            "retrying (2147483646 attempts left). Error: OUT_OF_ORDER_SEQUENCE_NUMBER",
            "Expected sequence 0 for transactions v2 idempotent producer with no existing state");

    /** Parts of messages about what ends a command, which says so in a sentence of its own. */
    private static final List<String> TOLD_AT_THE_END = List.of(
            "failed authentication due to",
            "Fatal error during metadata update",
            "Get exceptions for the following tasks",
            "the registered exception handler opted to");

    /** In the middle of its work this client waits, and nothing else says for what. */
    private static final String INGEST = "[Producer clientId=sluice-ingest]";

    /** Parts of messages about outages, whose beginning and end ingest and inference tell. */
    private static final List<String> TOLD_MEANWHILE = List.of(
            "disconnected",
            "Committing task(s)",
            "Detected the states of tasks",
            "Timeout exception caught trying to initialize transactions",
            "Aborting transaction failed due to timeout",
            "Encountered org.apache.kafka.common.errors.TimeoutException",
            "Replacing thread in the streams uncaught exception handler");

    /** Told meanwhile, too, but for commands that only read. */
    private static final String NO_CONNECTION = "could not be established. Node may not be available.";

    private static final String READER = "[Consumer clientId=consumer-null";

    /** When a text was last passed on. */
    private final ConcurrentMap<String, Long> passedMillis = new ConcurrentHashMap<>();

    @Override
    public FilterReply decide(ILoggingEvent event) {
        String failure = event.getThrowableProxy() == null
                ? ""
                : String.valueOf(event.getThrowableProxy().getMessage());
        boolean harmless = HARMLESS.stream()
                .anyMatch(part -> event.getFormattedMessage().contains(part) || failure.contains(part));
        return harmless || isTold(event) || isRepetition(event) ? FilterReply.DENY : FilterReply.NEUTRAL;
    }

    /** Who debugs wants both. */
    private static boolean isTold(ILoggingEvent event) {
        String text = event.getFormattedMessage();
        boolean atTheEnd = !text.startsWith(INGEST) && TOLD_AT_THE_END.stream().anyMatch(text::contains);
        boolean meanwhile = TOLD_MEANWHILE.stream().anyMatch(text::contains)
                || (text.contains(NO_CONNECTION) && !text.startsWith(READER));
        return (atTheEnd || meanwhile) && isOfKafka(event) && !SluiceCommand.isDebugging();
    }

    private static boolean isOfKafka(ILoggingEvent event) {
        return event.getLoggerName().startsWith(CLIENTS);
    }

    private boolean isRepetition(ILoggingEvent event) {
        if (!isOfKafka(event) || !event.getLevel().isGreaterOrEqual(Level.WARN)) {
            return false;
        }
        if (passedMillis.size() >= MOST_REMEMBERED) {
            passedMillis.clear();
        }
        String text = CLIENT.matcher(event.getMessage()).replaceFirst("");
        long now = event.getTimeStamp();
        Long passed = passedMillis.putIfAbsent(text, now);
        return passed != null && (now - passed < REPETITION.toMillis() || !passedMillis.replace(text, passed, now));
    }
}
