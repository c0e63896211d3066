package io.sluice.ingest.publish;

/** What a camera does when Kafka takes frames more slowly than it makes them and its buffer is full. */
public enum OverflowPolicy {
    /** Waits for room, and meanwhile takes no frame from its source. Every captured frame is published. */
    BLOCK,
    /** Gives up the oldest frame that has not yet been handed to Kafka, and counts it as shed. Stays fresh. */
    SHED_OLDEST
}
