package io.sluice.ingest;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on loopback that treats each connection badly, in a thread of its own. */
final class HostileServer implements AutoCloseable {
    /** What is done to a peer until it goes away. */
    interface Behaviour {
        void treat(Socket peer, OutputStream toPeer) throws IOException, InterruptedException;
    }

    private final ServerSocket socket;
    private final Behaviour behaviour;
    private final AtomicInteger connections = new AtomicInteger();
    private final Set<Socket> peers = ConcurrentHashMap.newKeySet();
    private volatile long firstAcceptedNanos;
    private volatile boolean closed;

    HostileServer(Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("hostile-acceptor", this::accept);
    }

    /** Such as {@code http://127.0.0.1:1234/video}. */
    String uri(String scheme) {
        return scheme + "://127.0.0.1:" + socket.getLocalPort() + "/video";
    }

    /** Accepted so far. */
    int connections() {
        return connections.get();
    }

    /** When the first was accepted, by {@link System#nanoTime}; 0 before. */
    long firstAcceptedNanos() {
        return firstAcceptedNanos;
    }

    private void accept() {
        while (!closed) {
            try {
                Socket peer = socket.accept();
                if (connections.get() == 0) {
                    firstAcceptedNanos = System.nanoTime();
                }
                connections.incrementAndGet();
                peers.add(peer);
                start("hostile-peer", () -> treat(peer));
            } catch (IOException e) {
                // Closed, or the peer was gone already.
            }
        }
    }

    private void treat(Socket peer) {
        try (peer;
                OutputStream toPeer = peer.getOutputStream()) {
            behaviour.treat(peer, toPeer);
        } catch (IOException | InterruptedException e) {
            // The peer has had enough.
        } finally {
            peers.remove(peer);
        }
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        socket.close();
        for (Socket peer : peers) {
            peer.close();
        }
    }
}
