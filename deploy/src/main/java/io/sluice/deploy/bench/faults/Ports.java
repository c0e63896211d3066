package io.sluice.deploy.bench.faults;

import io.sluice.deploy.OperatorException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Ports that nobody takes while a broker that listens on them is down: below those that systems lend to clients. */
final class Ports {
    private static final int FIRST = 15_000;
    private static final int COUNT = 15_000;
    private static final int ATTEMPTS = 1000;

    private Ports() {}

    /** Ports of the loopback interface that are free now, in order. */
    static int[] free(int count) {
        Random random = new Random();
        Set<Integer> free = new TreeSet<>();
        for (int attempt = 0; attempt < ATTEMPTS && free.size() < count; attempt++) {
            int port = FIRST + random.nextInt(COUNT);
            if (isFree(port)) {
                free.add(port);
            }
        }
        if (free.size() < count) {
            throw new OperatorException("There are no " + count + " free ports from " + FIRST + " on.");
        }
        return free.stream().mapToInt(Integer::intValue).toArray();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
