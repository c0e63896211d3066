package io.sluice.deploy.bench.faults;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What a reader of a topic has read so far.
 *
 * @param <T> what is made of a record
 */
interface Tail<T> {
    /** Reads what has come, waiting a little for it; returns how many records. */
    int poll();

    /** Where each partition ends now. */
    Map<TopicPartition, Long> ends();

    /** What has been read; in the order of each partition. */
    List<T> records();
}
