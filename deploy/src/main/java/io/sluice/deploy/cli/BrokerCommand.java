package io.sluice.deploy.cli;

import static io.sluice.deploy.UsageException.orUsage;

import io.sluice.deploy.broker.BrokerSettings;
import io.sluice.deploy.broker.ClusterNode;
import io.sluice.deploy.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "broker",
        description =
                "Runs a Kafka cluster of one node on this machine until Ctrl-C. It listens on the loopback interface"
                        + " only, without authentication.")
final class BrokerCommand implements Runnable {
    private static final int ANY_PORT = 0;

    private final StopSignal stop;

    @Option(
            names = "--port",
            defaultValue = "9092",
            paramLabel = "PORT",
            description = "Port to listen on; 0 for any free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Where records are kept, over restarts too (default: a temporary directory that goes with the"
                    + " broker).")
    private Path dataDirectory;

    @ArgGroup(exclusive = false)
    private Membership membership;

    /** Given together, or not at all. */
    private static final class Membership {
        @Option(
                names = "--node",
                required = true,
                paramLabel = "N",
                description = "Which node of a cluster of several on this machine it is (default: a cluster of one).")
        private int id;

        @Option(
                names = "--controllers",
                required = true,
                split = ",",
                paramLabel = "N=PORT",
                description =
                        "All nodes of the cluster, such as 1=19093,2=19094,3=19095, each with the port that its"
                                + " controller listens on. With three or more, records are kept on three, and two must have them.")
        private Map<Integer, Integer> controllers;
    }

    @Mixin
    private ResultOptions result;

    BrokerCommand(StopSignal stop) {
        this.stop = stop;
    }

    @Override
    public void run() {
        BrokerSettings settings = orUsage(() -> new BrokerSettings(
                port == ANY_PORT ? OptionalInt.empty() : OptionalInt.of(port),
                Optional.ofNullable(dataDirectory),
                Optional.ofNullable(membership).map(of -> new ClusterNode(of.id, of.controllers))));
        try (EmbeddedBroker broker = EmbeddedBroker.start(settings)) {
            Ready ready = new Ready(broker.bootstrapServers());
            result.print(ready, () -> "Kafka is ready at " + ready.bootstrapServers() + "; Ctrl-C stops it.");
            stop.await();
        }
    }

    private record Ready(String bootstrapServers) {}
}
