package io.sluice.deploy.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.OptionalInt;

/**
 * The two ports of a broker on the loopback interface.
 *
 * @param broker where clients connect
 * @param controller where the broker speaks to its own KRaft controller
 */
record LoopbackPorts(int broker, int controller) {
    static final String HOST = "127.0.0.1";
    private static final int ANY = 0;

    /**
     * Ports that are free now. The server's own attempt would notice a taken one too late: its controller is running by then.
     *
     * @param wanted port for clients, or empty for any
     * @param controller port that the other nodes know, or empty for any
     * @throws BrokerException if one of them is taken
     */
    static LoopbackPorts choose(OptionalInt wanted, OptionalInt controller) {
        try (ServerSocket broker = bind(wanted.orElse(ANY));
                ServerSocket own = bind(controller.orElse(ANY))) {
            return new LoopbackPorts(broker.getLocalPort(), own.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ServerSocket bind(int port) {
        try {
            return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new BrokerException(
                    "The broker cannot listen on " + HOST + ":" + port + ": " + e.getMessage() + ".", e);
        }
    }

    static String address(int port) {
        return HOST + ":" + port;
    }

    String brokerAddress() {
        return address(broker);
    }

    String controllerAddress() {
        return address(controller);
    }
}
