package io.sluice.deploy.tail;

/** Where the lines of a tail go. */
public interface LineSink {
    /** One record, as JSON on one line. */
    void line(String json);

    /** One record that was passed over; {@code reason} is one sentence. */
    void skipped(String reason);

    /**
     * Hands on what has been written so far.
     *
     * @return false if nobody reads any more
     */
    boolean flush();
}
