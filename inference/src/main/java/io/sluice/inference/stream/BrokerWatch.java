package io.sluice.inference.stream;

import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once when the brokers stop answering, and once when they answer again. Safe for concurrent use. */
final class BrokerWatch {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerWatch.class);

    private final String servers;
    private boolean away;

    /** @param servers where the brokers are said to be */
    BrokerWatch(String servers) {
        this.servers = servers;
    }

    /**
     * What became of a question.
     *
     * @param failure null when it was answered; what is no matter of time is none of this class's
     */
    synchronized void heard(Throwable failure) {
        if (failure == null && away) {
            LOG.info("Kafka at {} answers again.", servers);
        } else if (failure instanceof TimeoutException && !away) {
            LOG.warn(
                    "Kafka at {} does not answer ({}). What is to be read waits there, and nothing has to be started again.",
                    servers,
                    failure.getMessage());
        }
        away = failure instanceof TimeoutException || (away && failure != null);
    }

    /** Whether the brokers do not answer. */
    synchronized boolean isAway() {
        return away;
    }
}
