package io.sluice.deploy.cli;

import io.sluice.deploy.OperatorException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Asks Kafka once whether a command could work with it.
 *
 * @param servers where it is
 * @param properties of the client that asks
 * @param needs of the command
 */
record KafkaCheck(BootstrapServers servers, Map<String, Object> properties, TopicNeeds needs) {
    private static final int ANSWER_MILLIS = 10_000;

    /**
     * What is in the way now and may pass, as a sentence; empty if nothing is.
     *
     * @throws OperatorException if Kafka does not let this user in, which no waiting changes
     * @throws KafkaException for whatever else will not pass
     */
    Optional<String> problem() {
        Optional<String> unreachable = servers.unreachable();
        return unreachable.isPresent() ? unreachable : topics();
    }

    private Optional<String> topics() {
        List<String> missing = new ArrayList<>();
        List<String> forbidden = new ArrayList<>();
        Admin admin = Admin.create(properties);
        try {
            admin.describeTopics(
                            needs.operations().keySet(),
                            new DescribeTopicsOptions()
                                    .includeAuthorizedOperations(true)
                                    .timeoutMs(ANSWER_MILLIS))
                    .topicNameValues()
                    .forEach((topic, description) -> examine(topic, description, missing, forbidden));
        } catch (RetriableException e) {
            return Optional.of("Kafka at " + servers + " takes connections and does not answer (" + e.getMessage()
                    + "); if it expects TLS or a password, --kafka-config has to say so.");
        } catch (AuthenticationException e) {
            throw new OperatorException(KafkaSentences.of(servers.toString(), e) + ".", e);
        } finally {
            admin.close(Duration.ZERO);
        }
        return lacking(inOrder(missing)).or(() -> denied(inOrder(forbidden)));
    }

    private void examine(
            String topic, KafkaFuture<TopicDescription> description, List<String> missing, List<String> forbidden) {
        AclOperation needed = needs.operations().get(topic);
        try {
            var permitted = get(description).authorizedOperations();
            if (permitted != null && !permitted.contains(needed)) {
                forbidden.add(topic);
            }
        } catch (UnknownTopicOrPartitionException e) {
            missing.add(topic);
        } catch (TopicAuthorizationException e) {
            forbidden.add(topic);
        }
    }

    private List<String> inOrder(List<String> topics) {
        return needs.operations().keySet().stream().filter(topics::contains).toList();
    }

    private Optional<String> lacking(List<String> topics) {
        return switch (topics.size()) {
            case 0 -> Optional.empty();
            case 1 ->
                Optional.of("Kafka at " + servers + " has no topic " + topics.get(0)
                        + ": make it with 'sluice topics create'.");
            default ->
                Optional.of("Kafka at " + servers + " lacks the topics " + String.join(", ", topics)
                        + ": make them with 'sluice topics create'.");
        };
    }

    private Optional<String> denied(List<String> topics) {
        return topics.isEmpty()
                ? Optional.empty()
                : Optional.of("Kafka at " + servers + " does not permit this user to "
                        + String.join(
                                ", ",
                                topics.stream()
                                        .map(topic -> needs.operations().get(topic) + " " + topic)
                                        .toList())
                        + ": its ACLs have to.");
    }

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
