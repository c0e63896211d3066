package io.sluice.deploy.view;

/** Shows one snapshot after another to the operator. */
public interface LiveView extends AutoCloseable {
    /** Shows {@code snapshot} instead of the one before. */
    void show(LiveSnapshot snapshot);

    /** Writes a line that stays, above what is shown; safe for use from any thread. */
    void say(String line);

    /** Leaves the last snapshot standing, and the terminal as it was. */
    @Override
    void close();
}
