package io.sluice.ingest;

import java.time.Duration;

/**
 * Watches over the calls that one thread makes into native code. A call that is overdue is first to be interrupted; if
 * it has not come back {@link #GRACE} later, its thread is given up. All times in nanoseconds of the same ticker.
 */
final class CallGuard {
    /** FFmpeg looks for an interrupt ten times a second wherever it looks at all. */
    static final Duration GRACE = Duration.ofSeconds(3);

    /** What is to be done about the call that runs now. */
    enum Verdict {
        FINE,
        INTERRUPT,
        ABANDON
    }

    /** The thread that was given up has come back: it must end without touching anything. */
    static final class AbandonedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private enum State {
        IDLE,
        CALLING,
        INTERRUPTED,
        ABANDONED
    }

    private State state = State.IDLE;
    private long overdueAtNanos;

    /** A call begins that should be over by then. A thread that was given up is not watched again. */
    synchronized void begin(long overdueAtNanos) {
        if (state != State.ABANDONED) {
            state = State.CALLING;
            this.overdueAtNanos = overdueAtNanos;
        }
    }

    /**
     * The call is over.
     *
     * @return whether it had to be interrupted
     * @throws AbandonedException if nobody waits for it any more
     */
    synchronized boolean end() {
        if (state == State.ABANDONED) {
            throw new AbandonedException();
        }
        boolean interrupted = state == State.INTERRUPTED;
        state = State.IDLE;
        return interrupted;
    }

    /** Says what is to be done, and takes it as done. */
    synchronized Verdict judge(long nowNanos) {
        if (state == State.CALLING && nowNanos - overdueAtNanos >= 0) {
            state = State.INTERRUPTED;
            return Verdict.INTERRUPT;
        }
        if (state == State.INTERRUPTED && nowNanos - overdueAtNanos >= GRACE.toNanos()) {
            state = State.ABANDONED;
            return Verdict.ABANDON;
        }
        return Verdict.FINE;
    }
}
