package io.sluice.deploy.console;

import io.sluice.deploy.tail.TailStart;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A topic that the console reads.
 *
 * @param name of it
 * @param start where to begin
 * @param sink takes its records; throws what {@link io.sluice.schemas.AvroCodec#decode(byte[])} throws
 */
record FollowedTopic(String name, TailStart start, Sink sink) {
    /** Takes records, on the reader's thread. */
    @FunctionalInterface
    interface Sink {
        void accept(ConsumerRecord<byte[], byte[]> found);
    }
}
