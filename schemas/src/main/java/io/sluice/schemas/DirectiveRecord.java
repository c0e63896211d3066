package io.sluice.schemas;

/** What a record of the control topic says. */
public sealed interface DirectiveRecord {
    /** What it is about. */
    DirectiveKey key();

    /**
     * Something is asked for.
     *
     * @param directive within its {@linkplain DirectiveLimits limits}
     */
    record Asked(DirectiveKey key, Directive directive) implements DirectiveRecord {}

    /**
     * Nothing is asked for any more.
     *
     * @param by who took it back
     */
    record Cleared(DirectiveKey key, String by) implements DirectiveRecord {}

    /**
     * Its value cannot be read. What its key asked for before is gone, or will be once the topic is compacted, and for who
     * reads it then: so it is gone for all.
     *
     * @param reason one sentence
     */
    record Unreadable(DirectiveKey key, String reason) implements DirectiveRecord {}
}
