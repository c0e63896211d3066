package io.sluice.deploy.cli;

import static io.sluice.deploy.UsageException.orUsage;

import io.sluice.deploy.broker.BrokerSettings;
import io.sluice.deploy.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
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

    @Mixin
    private ResultOptions result;

    BrokerCommand(StopSignal stop) {
        this.stop = stop;
    }

    @Override
    public void run() {
        BrokerSettings settings = orUsage(() -> new BrokerSettings(
                port == ANY_PORT ? OptionalInt.empty() : OptionalInt.of(port), Optional.ofNullable(dataDirectory)));
        try (EmbeddedBroker broker = EmbeddedBroker.start(settings)) {
            Ready ready = new Ready(broker.bootstrapServers());
            result.print(ready, () -> "Kafka is ready at " + ready.bootstrapServers() + "; Ctrl-C stops it.");
            stop.await();
        }
    }

    private record Ready(String bootstrapServers) {}
}
