package io.sluice.ingest.publish;

/**
 * What is known of Kafka.
 *
 * @param state in a word
 * @param message in a sentence; empty while all is well
 */
public record BrokerStatus(BrokerState state, String message) {}
