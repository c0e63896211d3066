package io.sluice.deploy.bench.faults;

/**
 * Something that must not be, and is.
 *
 * @param kind which promise is broken
 * @param what one sentence that says where
 */
public record Violation(Kind kind, String what) {
    /** Which promise is broken. */
    public enum Kind {
        /** A frame that is on its topic has no answer. */
        LOST,
        /** A frame has more than one answer. */
        DOUBLED,
        /** Answers of a camera do not come in the order of its frames. */
        REORDERED,
        /** An answer points at no frame, or at a frame of another name. */
        INVENTED,
        /** A good frame is rejected, a frame is shed that must not be, or nothing at all is labelled. */
        OUTCOME,
        /** Frames of a session are doubled or out of order on their topic. */
        FRAMES,
        /** Counters of a process do not add up, or are not what the topics say. */
        COUNTERS,
        /** A process ended that nobody had ended. */
        DIED,
        /** The run itself failed; what it would have found is not known. */
        HARNESS,
        /** A process, the cluster or the pipeline did not come back in time, or would not end. */
        STUCK
    }

    @Override
    public String toString() {
        return kind + ": " + what;
    }
}
