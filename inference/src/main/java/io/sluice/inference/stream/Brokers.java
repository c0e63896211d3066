package io.sluice.inference.stream;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** What this process asks the brokers itself, beside Kafka Streams. */
final class Brokers implements AutoCloseable {
    /** More patience than this helps nobody; the operator may want less. */
    private static final int ANSWER_MILLIS = 10_000;

    private final String servers;
    private final BrokerWatch watch;
    private final Admin admin;
    private volatile boolean closing;

    /** @param kafka client properties */
    Brokers(Map<String, Object> kafka) {
        Map<String, Object> config = new HashMap<>(kafka);
        AdminClientConfig given = new AdminClientConfig(kafka);
        int answer = Math.min(ANSWER_MILLIS, given.getInt(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG));
        int request = Math.min(ANSWER_MILLIS / 2, given.getInt(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG));
        config.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, answer);
        config.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, Math.min(request, answer));
        this.servers = String.valueOf(kafka.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
        this.watch = new BrokerWatch(servers);
        this.admin = Admin.create(config);
    }

    /** Where they are said to be, as {@code host:port,...}. */
    String servers() {
        return servers;
    }

    /** The offset that the next record of each partition will have; fails when the brokers do not answer in time. */
    KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> logEnds(Set<TopicPartition> partitions) {
        return admin.listOffsets(partitions.stream().collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest())))
                .all();
    }

    /** Asks for no more than a sign of life, without waiting; a change is told in the log. */
    void watch() {
        var unused = admin.describeCluster().clusterId().whenComplete((id, failure) -> {
            if (!closing) { // which fails what has not been answered
                watch.heard(failure);
            }
        });
    }

    /** Whether the last sign of life that was asked for has not come. */
    boolean areAway() {
        return watch.isAway();
    }

    @Override
    public void close() {
        closing = true;
        admin.close(Duration.ZERO);
    }
}
