package io.sluice.deploy.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;

/** Holds back warnings that Kafka gives while all is well; named in logback.xml. */
public final class KafkaNoise extends Filter<ILoggingEvent> {
    private static final List<String> HARMLESS = List.of(
            "Performing controller activation.",
            "Attempting to close NetworkClient that has already been closed.",
            "Error: CONCURRENT_TRANSACTIONS", // the broker is still writing the end of the last transaction; retried
            "Processing exception handler is not enabled for the GlobalThread.");

    @Override
    public FilterReply decide(ILoggingEvent event) {
        boolean harmless = HARMLESS.stream().anyMatch(event.getFormattedMessage()::contains);
        return harmless ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
}
