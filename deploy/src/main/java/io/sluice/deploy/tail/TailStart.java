package io.sluice.deploy.tail;

import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/** Where a tail begins. */
public sealed interface TailStart {
    /** Brings the consumer, which has {@code partitions} assigned, to the first record to be read. */
    void seek(Consumer<?, ?> consumer, Collection<TopicPartition> partitions);

    /** All that the topic still holds, then what comes. */
    record Beginning() implements TailStart {
        @Override
        public void seek(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
            consumer.seekToBeginning(partitions);
        }
    }

    /** Only what comes. */
    record Latest() implements TailStart {
        @Override
        public void seek(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position); // now, not at the first poll: what comes meanwhile counts
        }
    }

    /**
     * What was stamped within {@code age} before now, then what comes. Answers carry the capture time of their frame.
     *
     * @param age not negative
     * @param clock what now is
     */
    record Ago(Duration age, InstantSource clock) implements TailStart {
        public Ago {
            if (age.isNegative()) {
                throw new IllegalArgumentException("Expected an age that is not negative, found " + age + ".");
            }
        }

        @Override
        public void seek(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
            long since = clock.instant().minus(age).toEpochMilli();
            Map<TopicPartition, Long> times = partitions.stream().collect(toMap(p -> p, p -> since));
            consumer.offsetsForTimes(times).forEach((partition, found) -> seek(consumer, partition, found));
        }

        private static void seek(Consumer<?, ?> consumer, TopicPartition partition, OffsetAndTimestamp found) {
            if (found == null) {
                new Latest().seek(consumer, List.of(partition));
            } else {
                consumer.seek(partition, found.offset());
            }
        }
    }
}
