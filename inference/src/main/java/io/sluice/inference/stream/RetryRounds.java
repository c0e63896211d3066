package io.sluice.inference.stream;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * How often, and after which pauses, stream threads that have died are replaced. Threads that die of one outage do so one after
 * another: they share its rounds. Safe for concurrent use.
 */
final class RetryRounds {
    static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /** Some eighty seconds of them: what an outage leaves behind is gone by then. */
    static final int MOST_UNCLEAR = 10;

    /** What follows later than that is another matter. */
    static final Duration QUIET = Duration.ofMinutes(5);

    /**
     * What is to be done about a death.
     *
     * @param news whether nobody has been told yet
     * @param hopeless whether it has been tried often enough
     * @param pause before the thread is replaced
     */
    record Step(boolean news, boolean hopeless, Duration pause) {}

    private final LongSupplier nanoTime;
    private final LongSupplier committed;
    private final Set<Diagnosis.Kind> told = EnumSet.noneOf(Diagnosis.Kind.class);
    private Duration pause = Duration.ZERO;
    private long endNanos;
    private long committedBefore;
    private int unclear;

    /**
     * @param nanoTime a clock like {@link System#nanoTime}
     * @param committed how much work has been done for good so far: more of it ends what was counted before. What a transaction
     *     takes back must not count: a record that always fails would be tried for ever
     */
    RetryRounds(LongSupplier nanoTime, LongSupplier committed) {
        this.nanoTime = nanoTime;
        this.committed = committed;
    }

    /** A thread has died. */
    synchronized Step next(Diagnosis.Kind kind) {
        long now = nanoTime.getAsLong();
        boolean joins = !pause.isZero() && now - endNanos < 0;
        if (!joins) {
            beginRound(now, kind);
        }
        return new Step(told.add(kind), unclear > MOST_UNCLEAR, Duration.ofNanos(endNanos - now));
    }

    private void beginRound(long now, Diagnosis.Kind kind) {
        long done = committed.getAsLong();
        boolean first = pause.isZero() || done > committedBefore || now - endNanos > QUIET.toNanos();
        if (first) {
            told.clear();
            unclear = 0;
        }
        pause = first ? FIRST_PAUSE : longer(pause);
        unclear = kind == Diagnosis.Kind.UNCLEAR ? unclear + 1 : 0;
        committedBefore = done;
        endNanos = now + pause.toNanos();
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    /** Whether nobody has been told of {@code kind} yet. */
    synchronized boolean isNews(Diagnosis.Kind kind) {
        return told.add(kind);
    }
}
