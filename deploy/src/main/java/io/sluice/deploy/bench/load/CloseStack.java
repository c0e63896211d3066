package io.sluice.deploy.bench.load;

import java.util.ArrayDeque;
import java.util.Deque;

/** What is to be undone, the last first, all of it whatever fails. */
final class CloseStack implements AutoCloseable {
    private final Deque<Runnable> undo = new ArrayDeque<>();

    /** To be done before all that was added before. */
    void add(Runnable closing) {
        undo.push(closing);
    }

    /** Does all, and then throws what was thrown first, the others suppressed. */
    @Override
    public void close() {
        RuntimeException first = null;
        while (!undo.isEmpty()) {
            try {
                undo.pop().run();
            } catch (RuntimeException e) { // the others are to be closed all the same
                first = joined(first, e);
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private static RuntimeException joined(RuntimeException first, RuntimeException next) {
        if (first == null) {
            return next;
        }
        first.addSuppressed(next);
        return first;
    }
}
