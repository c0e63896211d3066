package io.sluice.inference.tracing;

import io.sluice.schemas.FrameLabels;
import org.apache.kafka.common.header.Headers;

/** One record's way to its answer. Its calls come in the order in which they stand here, all from one thread. */
public interface AnswerTrace {
    /** Of a record that nobody follows: does nothing, and leaves every answer as it is. */
    AnswerTrace NONE = new AnswerTrace() {
        @Override
        public void decoding() {
            // Nobody wants to know.
        }

        @Override
        public void decoded() {
            // Nobody wants to know.
        }

        @Override
        public void answered(FrameLabels answer) {
            // Nobody wants to know.
        }

        @Override
        public void addTo(Headers headers) {
            // Nobody is to go on.
        }
    };

    /** There is room for its picture, which is decoded now. */
    void decoding();

    /** Its picture is decoded, or cannot be. */
    void decoded();

    /** It has its answer, with the times of all else. A record that is handed back never has. */
    void answered(FrameLabels answer);

    /** Lets whoever reads the answer go on with the trace; after {@link #answered}. */
    void addTo(Headers headers);
}
