package io.sluice.inference.stream;

import io.sluice.inference.engine.ScoredClass;
import io.sluice.inference.model.CalibratedPoint;
import java.time.Instant;
import java.util.List;

/** What became of a frame. */
sealed interface Answer {

    /**
     * The model answered.
     *
     * @param classes best first
     * @param rung what it was computed at
     * @param batchSize frames in its batch
     * @param batchedAt when the batch was handed to the model
     * @param inferredAt when the model answered
     */
    record Labelled(
            List<ScoredClass> classes, CalibratedPoint rung, int batchSize, Instant batchedAt, Instant inferredAt)
            implements Answer {}

    /** Load or the freshness policy gave it up; {@code reason} is one sentence. */
    record Shed(String reason) implements Answer {
        /** Of a camera that wants no answer but that to its newest frame. */
        static final Shed SUPERSEDED = new Shed("A newer frame of its camera arrived.");
    }

    /** It cannot be read as a picture; {@code error} is one sentence. */
    record Rejected(String error) implements Answer {}
}
