package io.sluice.ingest.publish;

/** What is known of Kafka. */
public enum BrokerState {
    /** No answer yet, and none overdue. */
    CONNECTING,
    CONNECTED,
    /** Answers, and turns frames down. */
    REFUSING,
    /** Does not answer. */
    UNREACHABLE,
    /** Nothing will be published any more, whatever Kafka does: it does not let this user in, or ingest has an error. */
    BROKEN
}
