package io.sluice.deploy.cli;

import io.sluice.schemas.Topics;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;

/**
 * The topics that have to be there before a command can start.
 *
 * @param operations by topic, what the command does with it: READ or WRITE
 */
record TopicNeeds(Map<String, AclOperation> operations) {
    TopicNeeds {
        operations = Collections.unmodifiableMap(new LinkedHashMap<>(operations));
    }

    static TopicNeeds ofIngest(Topics topics) {
        return new TopicNeeds(Map.of(topics.frames(), AclOperation.WRITE));
    }

    static TopicNeeds ofInference(Topics topics) {
        Map<String, AclOperation> operations = new LinkedHashMap<>();
        operations.put(topics.frames(), AclOperation.READ);
        operations.put(topics.control(), AclOperation.READ);
        Stream.of(topics.labels(), topics.metrics(), topics.decisions(), topics.deadLetters())
                .forEach(topic -> operations.put(topic, AclOperation.WRITE));
        return new TopicNeeds(operations);
    }

    static TopicNeeds ofEvents(Topics topics) {
        Map<String, AclOperation> operations = new LinkedHashMap<>();
        operations.put(topics.labels(), AclOperation.READ);
        operations.put(topics.events(), AclOperation.WRITE);
        return new TopicNeeds(operations);
    }
}
