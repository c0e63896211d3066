package io.sluice.deploy.bench.faults;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;

/** Whether every broker has every record. */
final class ClusterWatch {
    private final Admin admin;
    private final int copies;

    /** @param copies that there are of each partition */
    ClusterWatch(Admin admin, int copies) {
        this.admin = admin;
        this.copies = copies;
    }

    /** Whether each partition, Kafka's own among them, has a leader and all its copies in step. */
    boolean whole() throws InterruptedException {
        try {
            Set<String> topics = admin.listTopics(new ListTopicsOptions().listInternal(true))
                    .names()
                    .get();
            Map<String, TopicDescription> described =
                    admin.describeTopics(topics).allTopicNames().get();
            return described.values().stream()
                    .map(TopicDescription::partitions)
                    .flatMap(Collection::stream)
                    .allMatch(partition ->
                            partition.leader() != null && partition.isr().size() == copies);
        } catch (ExecutionException e) { // not even this is answered
            return false;
        }
    }
}
