package io.sluice.deploy.cli;

import static java.util.stream.Collectors.joining;

import io.sluice.deploy.OperatorException;
import io.sluice.deploy.UsageException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where Kafka is said to be.
 *
 * @param servers in the order given, at least one
 */
record BootstrapServers(List<Server> servers) {
    private static final Pattern FORM = Pattern.compile("(?:\\w+://)?\\[?([^\\[\\]]+)]?:(\\d{1,5})");
    private static final int LARGEST_PORT = 65_535;
    private static final int PATIENCE_MILLIS = 3000;

    record Server(String host, int port) {}

    static BootstrapServers parse(String text) {
        return new BootstrapServers(
                Arrays.stream(text.split(",", -1)).map(BootstrapServers::server).toList());
    }

    private static Server server(String text) {
        Matcher parts = FORM.matcher(text.strip());
        if (!parts.matches()) {
            throw new UsageException("Expected a Kafka server as host:port, found '" + text + "'.");
        }
        int port = Integer.parseInt(parts.group(2));
        if (port < 1 || port > LARGEST_PORT) {
            throw new UsageException("Expected a port of 1 to " + LARGEST_PORT + ", found '" + text + "'.");
        }
        return new Server(parts.group(1), port);
    }

    /**
     * Finds out in the blink of an eye what Kafka's clients retry, and log, until they time out.
     *
     * @throws OperatorException if none of the servers takes a connection
     */
    void requireReachable() {
        unreachable().ifPresent(sentence -> {
            throw new OperatorException(sentence);
        });
    }

    /** Why none of the servers takes a connection, as a sentence; empty if one does. */
    Optional<String> unreachable() {
        List<String> failures = new ArrayList<>();
        for (Server server : servers) {
            try {
                connect(server);
                return Optional.empty();
            } catch (UnknownHostException e) {
                failures.add("unknown host " + server.host());
            } catch (IOException e) {
                failures.add(e.getMessage());
            }
        }
        return Optional.of("Kafka cannot be reached at " + this + ": " + String.join("; ", failures) + ".");
    }

    /** A name may have several addresses, of which any will do. */
    private static void connect(Server server) throws IOException {
        IOException failure = null;
        for (InetAddress address : InetAddress.getAllByName(server.host())) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address, server.port()), PATIENCE_MILLIS);
                return;
            } catch (IOException e) {
                failure = e;
            }
        }
        throw failure;
    }

    @Override
    public String toString() {
        return servers.stream()
                .map(server -> server.host() + ":" + server.port())
                .collect(joining(","));
    }
}
