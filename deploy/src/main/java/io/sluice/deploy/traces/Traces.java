package io.sluice.deploy.traces;

import io.sluice.inference.tracing.AnswerTracer;
import io.sluice.ingest.publish.CaptureTracer;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** Follows some frames through this process, and tells where they spent their time. */
public interface Traces extends AutoCloseable {
    /** Follows none. */
    Traces NONE = new Traces() {
        @Override
        public CaptureTracer ofCapture() {
            return CaptureTracer.NONE;
        }

        @Override
        public AnswerTracer ofAnswers() {
            return AnswerTracer.NONE;
        }

        @Override
        public void close() {
            // Nothing was opened.
        }
    };

    /**
     * Traces that are sent off in the background. A receiver that cannot be reached costs spans, never frames.
     *
     * @param clock the time of day, as frames are stamped with
     * @param nanos a clock of nanoseconds from any origin
     */
    static Traces to(TracesSettings settings, InstantSource clock, LongSupplier nanos) {
        return new ExportedTraces(settings, clock, nanos);
    }

    /** Follows frames from capture until Kafka has them, and decides which. */
    CaptureTracer ofCapture();

    /** Follows the frames on which ingest has decided, from Kafka to their answers. */
    AnswerTracer ofAnswers();

    /** Sends what is left; takes at most two seconds. */
    @Override
    void close();
}
