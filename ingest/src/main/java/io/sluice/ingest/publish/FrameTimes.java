package io.sluice.ingest.publish;

/**
 * What a camera's frames took so far, summed.
 *
 * @param encodeNanos to be made records, of all that were captured
 * @param acknowledgeNanos from when Kafka's producer got them until Kafka had them, of all that were published
 */
public record FrameTimes(long encodeNanos, long acknowledgeNanos) {}
