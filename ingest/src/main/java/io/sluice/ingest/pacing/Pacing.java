package io.sluice.ingest.pacing;

/** How fast a source that is not live is played. */
public enum Pacing {
    /** As its own timestamps say: a video of a minute takes a minute. */
    MEDIA_CLOCK,
    /** As fast as decoding, encoding and Kafka go. */
    AS_FAST_AS_POSSIBLE
}
