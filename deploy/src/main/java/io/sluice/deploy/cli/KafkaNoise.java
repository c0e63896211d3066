package io.sluice.deploy.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;

/** Holds back warnings that Kafka gives while all is well; named in logback.xml. */
public final class KafkaNoise extends Filter<ILoggingEvent> {
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

    @Override
    public FilterReply decide(ILoggingEvent event) {
        String failure = event.getThrowableProxy() == null
                ? ""
                : String.valueOf(event.getThrowableProxy().getMessage());
        boolean harmless = HARMLESS.stream()
                .anyMatch(part -> event.getFormattedMessage().contains(part) || failure.contains(part));
        return harmless ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
}
