package io.sluice.deploy.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A server's answer as it comes. One that stops coming for too long has broken: the client's own time limit ends with the headers. */
final class Body implements AutoCloseable {
    /** All is read. */
    static final int END = -1;

    /** The connection failed, or nothing comes any more. */
    static final int BROKEN = -2;

    private final InputStream stream;
    private final Duration patience;
    private final ExecutorService reader = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "download");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Takes over a stream.
     *
     * @param patience how long to wait for the next bytes
     */
    Body(InputStream stream, Duration patience) {
        this.stream = stream;
        this.patience = patience;
    }

    /** How many bytes came; {@link #END} or {@link #BROKEN} where none will. */
    int read(byte[] buffer) {
        Future<Integer> length = reader.submit(() -> stream.read(buffer));
        try {
            return length.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return BROKEN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return BROKEN;
        }
    }

    @Override
    public void close() {
        reader.shutdownNow();
        try {
            stream.close();
        } catch (IOException e) {
            // Nothing more is wanted of it.
        }
    }
}
