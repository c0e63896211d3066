package io.sluice.inference.tracing;

import org.apache.kafka.common.header.Headers;

/** Decides which records are traced on their way to an answer. Any thread may call it. */
public interface AnswerTracer {
    /** Traces nothing, whatever the headers say. */
    AnswerTracer NONE = headers -> AnswerTrace.NONE;

    /**
     * The trace of a record; {@link AnswerTrace#NONE} if it has none.
     *
     * @param headers of the record, which anybody may have written
     */
    AnswerTrace receive(Headers headers);
}
