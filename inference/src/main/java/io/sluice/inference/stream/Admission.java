package io.sluice.inference.stream;

import io.sluice.inference.tracing.AnswerTrace;
import io.sluice.schemas.Frame;
import java.util.concurrent.CompletableFuture;

/** Takes frames to be answered. Belongs to one processor and is called on its stream thread only. */
interface Admission extends AutoCloseable {
    /**
     * The answer to {@code frame}, now or later. Waits while no room is left, so that overload stays on the topic.
     *
     * @param frame its buffers are the caller's again when this returns
     * @param trace is told when its picture is decoded
     */
    CompletableFuture<Answer> admit(Frame frame, AnswerTrace trace);

    @Override
    void close();
}
