package io.sluice.deploy.console;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Somebody who looks: what is still to be sent to him. One who does not keep up is let go of, and never waited for. */
final class Viewer implements AutoCloseable {
    /** Some five seconds of changes. */
    private static final int BEHIND = 16;

    private final BlockingQueue<Message> messages = new ArrayBlockingQueue<>(BEHIND);
    private volatile boolean closed;

    /**
     * Something to be sent.
     *
     * @param event its name
     * @param json one line
     */
    record Message(String event, String json) {}

    /** Puts a message behind the others; false if this viewer no longer looks or is too far behind. */
    boolean offer(Message message) {
        if (!messages.offer(message)) {
            close();
        }
        return !closed;
    }

    /** The next message, waited for; empty if none comes in time, or if no more will come. */
    Optional<Message> next(Duration patience) throws InterruptedException {
        return closed
                ? Optional.empty()
                : Optional.ofNullable(messages.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
    }

    boolean closed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        messages.clear();
        var unused = messages.offer(END);
    }

    private static final Message END = new Message("end", "{}");
}
