package io.sluice.deploy.topics;

import static java.util.stream.Collectors.toMap;

import io.sluice.deploy.topics.TopicReport.State;
import io.sluice.schemas.Topics;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Makes and describes Sluice's topics on a cluster. Failures of the cluster itself are Kafka's own {@link KafkaException}s. */
public final class TopicSetup {
    private final Admin admin;
    private final Topics names;

    /**
     * @param admin a client of the cluster; stays the caller's to close
     * @param names of the topics
     */
    public TopicSetup(Admin admin, Topics names) {
        this.admin = admin;
        this.names = names;
    }

    /**
     * Makes the topics that are missing; those that exist stay as they are.
     *
     * @return all topics, frames first
     */
    public List<TopicReport> create(TopicLayout layout) {
        int brokers = get(admin.describeCluster().nodes()).size();
        Map<String, NewTopic> wanted =
                layout.on(brokers, names).stream().collect(toMap(NewTopic::name, Function.identity()));
        Set<String> created = create(wanted);
        return describe().stream()
                .map(topic -> created.contains(topic.topic()) ? created(topic, wanted.get(topic.topic())) : topic)
                .toList();
    }

    private Set<String> create(Map<String, NewTopic> wanted) {
        Set<String> created = new HashSet<>();
        admin.createTopics(wanted.values()).values().forEach((topic, outcome) -> {
            if (wasCreated(outcome)) {
                created.add(topic);
            }
        });
        return created;
    }

    private static boolean wasCreated(KafkaFuture<Void> outcome) {
        try {
            get(outcome);
            return true;
        } catch (TopicExistsException e) {
            return false;
        }
    }

    /** Told from the request, since a topic just made may not have reached the broker that describes it. */
    private static TopicReport created(TopicReport described, NewTopic wanted) {
        return new TopicReport(described.topic(), State.CREATED, wanted.numPartitions(), wanted.replicationFactor(), 0);
    }

    /** All topics as they stand, frames first. */
    public List<TopicReport> describe() {
        Map<String, KafkaFuture<TopicDescription>> found =
                admin.describeTopics(names.all()).topicNameValues();
        return names.all().stream()
                .map(topic -> report(topic, found.get(topic)))
                .toList();
    }

    private TopicReport report(String topic, KafkaFuture<TopicDescription> found) {
        try {
            TopicDescription description = get(found);
            int partitions = description.partitions().size();
            int replication = description.partitions().get(0).replicas().size();
            return new TopicReport(topic, State.EXISTING, partitions, replication, records(description));
        } catch (UnknownTopicOrPartitionException e) {
            return TopicReport.missing(topic);
        }
    }

    private long records(TopicDescription topic) {
        List<TopicPartition> partitions = new ArrayList<>();
        topic.partitions().forEach(info -> partitions.add(new TopicPartition(topic.name(), info.partition())));
        return offsets(partitions, OffsetSpec.latest()) - offsets(partitions, OffsetSpec.earliest());
    }

    private long offsets(List<TopicPartition> partitions, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> request = partitions.stream().collect(toMap(Function.identity(), p -> which));
        return get(admin.listOffsets(request).all()).values().stream()
                .mapToLong(ListOffsetsResultInfo::offset)
                .sum();
    }

    /** The result, or the failure itself instead of a wrapper around it. */
    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        }
    }
}
