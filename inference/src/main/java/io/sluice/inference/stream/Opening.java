package io.sluice.inference.stream;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Puts a whole together of parts that have to be closed: when one cannot be made, those before it are closed, the last one first.
 * To be used in a {@code try} whose last statement is {@link #done}.
 */
final class Opening implements AutoCloseable {
    private final Deque<Runnable> closers = new ArrayDeque<>();

    /** Gives {@code part} back, which is closed by {@code close} unless the whole comes to be. */
    <T> T with(T part, Consumer<? super T> close) {
        closers.push(() -> close.accept(part));
        return part;
    }

    /** All parts are there: they are the whole's to close. */
    void done() {
        closers.clear();
    }

    /** One that cannot be closed keeps no other open. */
    @Override
    public void close() {
        if (!closers.isEmpty()) {
            try {
                closers.pop().run();
            } finally {
                close();
            }
        }
    }
}
