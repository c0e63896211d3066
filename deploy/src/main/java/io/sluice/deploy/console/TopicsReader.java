package io.sluice.deploy.console;

import io.sluice.deploy.tail.TailStart;
import io.sluice.schemas.MalformedRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads several topics, those that are there and may be read; the others are asked for again and again. One of them is many
 * records a second and only worth reading while somebody looks: it is read from its end whenever that begins. For one thread.
 */
final class TopicsReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicsReader.class);
    private static final Duration POLL = Duration.ofMillis(100);
    /** For one answer of Kafka. */
    static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final long LOOK_NANOS = Duration.ofSeconds(5).toNanos();

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, FollowedTopic> topics = new HashMap<>();
    private final String busy;
    private final Set<TopicPartition> assigned = new HashSet<>();
    /** Topics that may be known of and not read, which shows only when they are read. */
    private final Set<String> unreadable = new HashSet<>();

    private final List<TopicView> views = new ArrayList<>();
    private Attention attention = Attention.NOBODY_LOOKS;
    private long lookNanos;
    private boolean looked;

    /** Whether the busy topic is worth reading. */
    enum Attention {
        SOMEBODY_LOOKS,
        NOBODY_LOOKS
    }

    /**
     * @param consumer without assignment; closed with this
     * @param topics to read
     * @param busy the name of that which is only read while somebody looks
     */
    TopicsReader(KafkaConsumer<byte[], byte[]> consumer, List<FollowedTopic> topics, String busy) {
        this.consumer = consumer;
        topics.forEach(topic -> this.topics.put(topic.name(), topic));
        this.busy = busy;
    }

    /** Hands on what there is, waiting a moment for it. Throws what Kafka throws. */
    void poll(Attention now, long nanos) {
        if (!looked || nanos - lookNanos > LOOK_NANOS) {
            look();
            looked = true;
            lookNanos = nanos;
        }
        heed(now);
        if (assigned.isEmpty()) {
            LockSupport.parkNanos(POLL.toNanos());
        } else {
            read();
        }
    }

    private void read() {
        try {
            consumer.poll(POLL).forEach(this::handOn);
        } catch (TopicAuthorizationException e) {
            letGo(e.unauthorizedTopics());
        }
    }

    /** The others are read on. */
    private void letGo(Set<String> forbidden) {
        forbidden.stream()
                .filter(unreadable::add)
                .forEach(topic -> LOG.warn("The console may not read {}: its ACLs permit no READ.", topic));
        assigned.removeIf(partition -> forbidden.contains(partition.topic()));
        consumer.assign(assigned);
        views.replaceAll(view -> forbidden.contains(view.topic()) ? new TopicView(view.topic(), "forbidden") : view);
    }

    /** How each topic is. */
    List<TopicView> views() {
        return List.copyOf(views);
    }

    private void look() {
        probe();
        views.clear();
        unreadable.removeIf(this::isAssigned); // nobody has objected since it was last taken up again
        List<TopicPartition> found = new ArrayList<>();
        topics.keySet().stream().sorted().forEach(topic -> {
            List<PartitionInfo> partitions = partitions(topic);
            partitions.forEach(partition -> found.add(new TopicPartition(topic, partition.partition())));
        });
        found.removeAll(assigned);
        take(found);
    }

    /** Polling does not tell that Kafka is away: it waits in silence. */
    private void probe() {
        assigned.stream().limit(1).forEach(partition -> consumer.endOffsets(List.of(partition), PATIENCE));
    }

    private boolean isAssigned(String topic) {
        return assigned.stream().anyMatch(partition -> partition.topic().equals(topic));
    }

    private List<PartitionInfo> partitions(String topic) {
        String state = "missing";
        List<PartitionInfo> partitions = null;
        try {
            partitions = consumer.partitionsFor(topic, PATIENCE);
        } catch (TopicAuthorizationException e) {
            state = "forbidden";
        } catch (TimeoutException e) {
            if (assigned.isEmpty()) {
                throw e;
            }
            state = "unknown";
        }
        boolean there = partitions != null && !partitions.isEmpty();
        String read = unreadable.contains(topic) ? "forbidden" : "read";
        views.add(new TopicView(topic, there ? read : state));
        return there ? partitions : List.of();
    }

    private void take(List<TopicPartition> found) {
        if (found.isEmpty()) {
            return;
        }
        assigned.addAll(found);
        consumer.assign(assigned);
        found.stream()
                .collect(Collectors.groupingBy(TopicPartition::topic))
                .forEach((topic, partitions) -> topics.get(topic).start().seek(consumer, partitions));
        if (attention == Attention.NOBODY_LOOKS) {
            consumer.pause(busyPartitions());
        }
    }

    private void heed(Attention now) {
        if (now == attention) {
            return;
        }
        attention = now;
        List<TopicPartition> partitions = busyPartitions();
        if (now == Attention.NOBODY_LOOKS) {
            consumer.pause(partitions);
        } else if (!partitions.isEmpty()) { // to seek in none means to seek in all
            new TailStart.Latest().seek(consumer, partitions); // nobody wants to see what was before he came
            consumer.resume(partitions);
        }
    }

    private List<TopicPartition> busyPartitions() {
        return assigned.stream().filter(p -> p.topic().equals(busy)).toList();
    }

    private void handOn(ConsumerRecord<byte[], byte[]> found) {
        try {
            topics.get(found.topic()).sink().accept(found);
        } catch (MalformedRecordException e) {
            // A foreign record shows nothing; whoever answers it publishes what is wrong with it.
        }
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }
}
