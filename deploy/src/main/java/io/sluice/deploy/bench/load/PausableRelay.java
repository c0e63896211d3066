package io.sluice.deploy.bench.load;

import io.sluice.deploy.OperatorException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Stands between a broker and its clients on the loopback interface and passes bytes on both ways; while it is paused it
 * passes none, and connections stay open, as if the broker, or the network to it, hung.
 */
public final class PausableRelay implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 << 10;

    private final ServerSocket entrance;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean paused;
    private volatile int target;

    /** Listens on a free port; clients may connect once {@link #to} has said where to. */
    public PausableRelay() {
        try {
            entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw failed("cannot listen", e);
        }
    }

    private static OperatorException failed(String what, IOException cause) {
        return new OperatorException(
                "The relay between the broker and its clients " + what + ": " + cause.getMessage() + ".", cause);
    }

    /** Where clients connect. */
    public int port() {
        return entrance.getLocalPort();
    }

    /** Passes clients on to a port from now on. */
    public void to(int port) {
        target = port;
        daemon("accept", this::accept);
    }

    /** Passes nothing from now on. */
    public void pause() {
        setPaused(true);
    }

    /** Passes what has waited, and all that follows. */
    public void resume() {
        setPaused(false);
    }

    private void setPaused(boolean now) {
        lock.lock();
        try {
            paused = now;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        try {
            while (true) {
                connect(entrance.accept());
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void connect(Socket client) throws IOException {
        Socket broker = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.addAll(List.of(client, broker));
        client.setTcpNoDelay(true);
        broker.setTcpNoDelay(true);
        daemon("in", () -> pass(client, broker));
        daemon("out", () -> pass(broker, client));
    }

    private void pass(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                awaitPassage();
                out.write(buffer, 0, count);
            }
        } catch (IOException e) {
            // one side has gone, and the other with it
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closeAll(List.of(from, to));
        }
    }

    private void closeAll(List<Socket> gone) {
        sockets.removeAll(gone);
        for (Socket socket : gone) {
            try {
                socket.close();
            } catch (IOException e) {
                throw failed("cannot be closed", e);
            }
        }
    }

    private void awaitPassage() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (paused) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, "sluice-relay-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        resume();
        try {
            entrance.close();
            closeAll(List.copyOf(sockets));
        } catch (IOException e) {
            throw failed("cannot be closed", e);
        }
    }
}
