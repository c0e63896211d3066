package io.sluice.deploy.bench.load;

import java.util.Locale;

/** The ways to meet load that are compared. */
public enum PolicyKind {
    /** The controller over the whole ladder; frames that would be late are shed. */
    SLUICE,
    /** Dense, and every frame waits its turn. */
    DENSE_QUEUE,
    /** Dense, and of each camera only the newest frame waits. */
    DENSE_LATEST,
    /** Dense, and frames that cannot make it to their deadline are shed early: the hard one. */
    DENSE_DEADLINE,
    /** The one point that turns out best in hindsight; frames that would be late are shed. */
    FIXED_BEST,
    /** The fastest point; frames that would be late are shed. */
    FIXED_FASTEST,
    /** Dense, batches growing additively and shrinking multiplicatively against the deadline; late frames are shed. */
    BATCH_AIMD,
    /** The controller over whole models only; frames that would be late are shed. */
    MODEL_SWITCH;

    /** That the texts of the policies begin with which run the dense model and nothing else, in fixed batches. */
    static final String DENSE_PREFIX = "dense-";

    /** As operators write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
