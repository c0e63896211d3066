package io.sluice.deploy.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.common.Uuid;

/**
 * One node of a KRaft cluster whose nodes all run on this machine, each of them broker and controller.
 *
 * @param id of this node, 1 or more
 * @param controllers the port that the controller of each node listens on, by the node's id; the same for all nodes
 */
public record ClusterNode(int id, Map<Integer, Integer> controllers) {
    private static final int USUAL_COPIES = 3;

    public ClusterNode {
        controllers = Map.copyOf(controllers);
        if (id < 1 || !controllers.containsKey(id)) {
            throw new IllegalArgumentException(
                    "Expected node " + id + " to be one of the cluster's, found " + new TreeMap<>(controllers) + ".");
        }
    }

    /** The only node of its cluster. */
    static ClusterNode alone(int controllerPort) {
        return new ClusterNode(1, Map.of(1, controllerPort));
    }

    int controllerPort() {
        return controllers.get(id);
    }

    /** All nodes agree on it without being told; another cluster has another. */
    String clusterId() {
        if (controllers.size() == 1) {
            return Uuid.randomUuid().toString();
        }
        UUID name = UUID.nameUUIDFromBytes(voters().getBytes(UTF_8));
        return new Uuid(name.getMostSignificantBits(), name.getLeastSignificantBits()).toString();
    }

    /** The nodes as Kafka writes them. */
    String voters() {
        return new TreeMap<>(controllers)
                .entrySet().stream()
                        .map(node -> node.getKey() + "@" + LoopbackPorts.address(node.getValue()))
                        .collect(joining(","));
    }

    /** How many copies there are of what Kafka keeps for itself and how many must be written, of other topics too. */
    Map<String, String> properties() {
        String nodes = Integer.toString(controllers.size());
        int copies = Math.min(USUAL_COPIES, controllers.size());
        String written = Integer.toString(Math.max(1, copies - 1));
        Map<String, String> properties = new HashMap<>(controllers.size() == 1 ? Map.of() : WATCHFUL);
        properties.put("min.insync.replicas", written);
        properties.put("offsets.topic.num.partitions", nodes);
        properties.put("offsets.topic.replication.factor", Integer.toString(copies));
        properties.put("transaction.state.log.num.partitions", nodes);
        properties.put("transaction.state.log.replication.factor", Integer.toString(copies));
        properties.put("transaction.state.log.min.isr", written);
        return properties;
    }

    /** On one machine, a node that is silent for so long is down. */
    private static final Map<String, String> WATCHFUL = Map.of(
            "broker.heartbeat.interval.ms", "500",
            "broker.session.timeout.ms", "4000",
            "replica.lag.time.max.ms", "5000");
}
