package io.sluice.inference.batch;

import java.util.List;

/**
 * Computes the results of one batch. Belongs to one lane: only that lane's thread calls it.
 *
 * @param <T> what is to be done
 * @param <R> what comes of it
 */
@FunctionalInterface
public interface BatchRunner<T, R> extends AutoCloseable {
    /**
     * The results of {@code batch}, in its order. Whatever it throws fails the scheduler: a result that can be wrong for
     * one task alone must be a value of {@code R}.
     *
     * @param batch at least one task
     */
    List<R> run(List<T> batch);

    /** Called after each batch whose results have been handed out: time for what nobody waits for. */
    default void afterwards() {}

    /** Frees what the runner holds; called by the lane's thread, last. */
    @Override
    default void close() {}
}
