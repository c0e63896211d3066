package io.sluice.inference.stream.events;

import io.sluice.schemas.EventPhase;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts of one process, also of what a transaction took back and did again. Safe for concurrent use.
 */
public final class EventLedger {
    private final LongAdder taken = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final LongAdder started = new LongAdder();
    private final LongAdder ended = new LongAdder();

    /**
     * What has been counted.
     *
     * @param answers read from the labels topic
     * @param skipped records among them that are no answers, or whose labels cannot be used
     * @param started intervals that began
     * @param ended intervals that ended
     */
    public record Counts(long answers, long skipped, long started, long ended) {}

    void taken() {
        taken.increment();
    }

    void skipped() {
        skipped.increment();
    }

    void told(EventPhase phase) {
        (phase == EventPhase.STARTED ? started : ended).increment();
    }

    /** What has been counted since the start; not at one instant. */
    public Counts counts() {
        return new Counts(taken.sum(), skipped.sum(), started.sum(), ended.sum());
    }
}
