package io.sluice.deploy.demo;

/**
 * Intervals in which cameras showed something.
 *
 * @param started how many began
 * @param ended how many of them ended
 */
public record IntervalCounts(long started, long ended) {
    static final IntervalCounts NONE = new IntervalCounts(0, 0);

    IntervalCounts withStarted() {
        return new IntervalCounts(started + 1, ended);
    }

    IntervalCounts withEnded() {
        return new IntervalCounts(started, ended + 1);
    }

    long events() {
        return started + ended;
    }
}
