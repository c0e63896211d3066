package io.sluice.inference.stream;

import org.apache.kafka.streams.KafkaStreams;

/** Whether a Kafka Streams client that looks alive is. */
final class StreamsHealth {
    private StreamsHealth() {}

    /** Whatever has taken them: a process that looks alive and reads nothing would deceive who watches it. */
    static boolean hasLostItsThreads(KafkaStreams streams) {
        try {
            return streams.state().isRunningOrRebalancing()
                    && streams.metadataForLocalThreads().isEmpty();
        } catch (IllegalStateException e) {
            return false; // it is ending already
        }
    }
}
