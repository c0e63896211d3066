package io.sluice.deploy.broker;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What an embedded broker is started with.
 *
 * @param port to listen on, on the loopback interface, 1 to 65535; empty for any free one
 * @param dataDirectory where records are kept, made if missing, and found again by the next broker started on it; empty for
 *     a temporary one that goes with the broker
 * @param node which of several nodes it is; empty for a cluster of one
 */
public record BrokerSettings(OptionalInt port, Optional<Path> dataDirectory, Optional<ClusterNode> node) {
    private static final int LARGEST_PORT = 65_535;

    public BrokerSettings {
        if (port.isPresent() && (port.getAsInt() < 1 || port.getAsInt() > LARGEST_PORT)) {
            throw new IllegalArgumentException(
                    "Expected a port of 1 to " + LARGEST_PORT + ", found " + port.getAsInt() + ".");
        }
    }

    /** A cluster of one. */
    public BrokerSettings(OptionalInt port, Optional<Path> dataDirectory) {
        this(port, dataDirectory, Optional.empty());
    }

    /** Any free port, and nothing left behind. */
    public static BrokerSettings temporary() {
        return new BrokerSettings(OptionalInt.empty(), Optional.empty());
    }

    /** The same on port {@code port}. */
    public BrokerSettings withPort(int port) {
        return new BrokerSettings(OptionalInt.of(port), dataDirectory, node);
    }

    /** The same with its records in {@code directory}. */
    public BrokerSettings withDataDirectory(Path directory) {
        return new BrokerSettings(port, Optional.of(directory), node);
    }
}
