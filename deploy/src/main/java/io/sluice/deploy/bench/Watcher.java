package io.sluice.deploy.bench;

/** Who watches a process while it is measured, for as long as this is open. For one thread. */
interface Watcher extends AutoCloseable {
    /** Does what it does each second. */
    void look();

    @Override
    default void close() {}
}
