package io.sluice.deploy.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/** Holds back what the HTTP server says of a port that it cannot have: the command says so in a sentence. Named in logback.xml. */
public final class WebNoise extends Filter<ILoggingEvent> {
    @Override
    public FilterReply decide(ILoggingEvent event) {
        boolean told = event.getLoggerName().startsWith("io.javalin")
                && event.getFormattedMessage().startsWith("Failed to start Javalin");
        return told && !SluiceCommand.isDebugging() ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
}
