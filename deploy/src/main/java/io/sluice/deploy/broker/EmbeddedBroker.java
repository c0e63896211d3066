package io.sluice.deploy.broker;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/**
 * A whole Kafka cluster of one node inside this process, or one node of several, reachable from this machine only: for demos,
 * tests and small installations. Takes about two seconds to start the first time in a process.
 *
 * <p>Topics are never made by mere use. Records of up to 16 MiB are taken. Should the data directory vanish while it runs,
 * Kafka ends the process at once: close it before the directory is removed.
 */
public final class EmbeddedBroker implements AutoCloseable {
    /** Larger than any frame that is sensible: a 4K picture as a JPEG of best quality. */
    public static final int MAX_MESSAGE_BYTES = 16 << 20;

    private static final String CONTROLLER = "CONTROLLER";
    private static final String CLIENTS = "PLAINTEXT";

    private final KafkaRaftServer server;
    private final DataDirectory data;
    private final int port;
    private final String bootstrapServers;

    private EmbeddedBroker(KafkaRaftServer server, DataDirectory data, int port, String bootstrapServers) {
        this.server = server;
        this.data = data;
        this.port = port;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Starts a broker and waits until it serves: where it is one of several nodes, until most of them run.
     *
     * @throws BrokerException if the port is taken or the data directory cannot be used; nothing is left running
     */
    public static EmbeddedBroker start(BrokerSettings settings) {
        LoopbackPorts ports = ports(settings);
        return start(settings, ports, ports.broker(), UnaryOperator.identity());
    }

    /**
     * The same with other properties.
     *
     * @param change makes Kafka's properties of those that the broker would have
     */
    static EmbeddedBroker start(BrokerSettings settings, UnaryOperator<Map<String, String>> change) {
        LoopbackPorts ports = ports(settings);
        return start(settings, ports, ports.broker(), change);
    }

    /**
     * The same for clients that reach the broker through something else, such as a relay, which must pass them on to {@link
     * #port()} as soon as this returns.
     *
     * @param entrance port on the loopback interface that clients are told to connect to
     */
    public static EmbeddedBroker startBehind(BrokerSettings settings, int entrance) {
        return start(settings, ports(settings), entrance, UnaryOperator.identity());
    }

    private static LoopbackPorts ports(BrokerSettings settings) {
        OptionalInt controller = settings.node()
                .map(node -> OptionalInt.of(node.controllerPort()))
                .orElse(OptionalInt.empty());
        return LoopbackPorts.choose(settings.port(), controller);
    }

    private static EmbeddedBroker start(
            BrokerSettings settings, LoopbackPorts ports, int entrance, UnaryOperator<Map<String, String>> change) {
        ClusterNode node = settings.node().orElseGet(() -> ClusterNode.alone(ports.controller()));
        DataDirectory data = DataDirectory.prepare(settings.dataDirectory(), node, CONTROLLER);
        String advertised = LoopbackPorts.address(entrance);
        KafkaRaftServer server = new KafkaRaftServer(
                new KafkaConfig(change.apply(properties(node, ports, data, advertised))), Time.SYSTEM);
        EmbeddedBroker broker = new EmbeddedBroker(server, data, ports.broker(), advertised);
        broker.startUp();
        return broker;
    }

    private void startUp() {
        try {
            server.startup();
        } catch (RuntimeException e) {
            close(); // a server that failed half-way keeps threads that would keep the process
            throw new BrokerException(
                    "The broker cannot start on " + bootstrapServers + " with its data in " + data.path() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /** The port that it listens on itself. */
    public int port() {
        return port;
    }

    /** Where clients connect, as {@code host:port}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Stops in an orderly way, in about half a second, so that a broker started on the same data is up at once. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
        data.release();
    }

    private static Map<String, String> properties(
            ClusterNode node, LoopbackPorts ports, DataDirectory data, String advertised) {
        Map<String, String> properties = new HashMap<>(LIGHT);
        properties.putAll(node.properties());
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", Integer.toString(node.id()));
        properties.put("log.dirs", data.path().toString());
        properties.put(
                "listeners",
                CLIENTS + "://" + ports.brokerAddress() + "," + CONTROLLER + "://" + ports.controllerAddress());
        properties.put("advertised.listeners", CLIENTS + "://" + advertised);
        properties.put("inter.broker.listener.name", CLIENTS);
        properties.put("controller.listener.names", CONTROLLER);
        properties.put("controller.quorum.voters", node.voters());
        return properties;
    }

    /** What makes a single node on a small machine light; the defaults are for a cluster of many on large ones. */
    private static final Map<String, String> LIGHT = Map.ofEntries(
            Map.entry("auto.create.topics.enable", "false"),
            Map.entry("message.max.bytes", Integer.toString(MAX_MESSAGE_BYTES)),
            Map.entry("share.coordinator.state.topic.num.partitions", "1"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            // What a process that was killed had not committed hides later answers until it is taken back.
            Map.entry("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000"),
            Map.entry("num.network.threads", "2"),
            Map.entry("num.io.threads", "4"),
            Map.entry("log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20)), // 128 MiB of heap otherwise
            Map.entry("log.retention.check.interval.ms", "30000")); // frames come fast: their bound must bite
}
