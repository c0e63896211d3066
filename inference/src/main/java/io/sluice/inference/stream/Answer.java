package io.sluice.inference.stream;

import io.sluice.inference.control.Triage;
import io.sluice.inference.engine.ScoredClass;
import io.sluice.inference.model.CalibratedPoint;
import io.sluice.inference.model.RejectReason;
import io.sluice.inference.model.ShedReason;
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

    /**
     * Load or the freshness policy gave it up.
     *
     * @param reason in a word
     * @param sentence the same in a sentence
     */
    record Shed(ShedReason reason, String sentence) implements Answer {
        /** Of a camera that wants no answer but that to its newest frame. */
        static final Shed SUPERSEDED = new Shed(ShedReason.SUPERSEDED, "A newer frame of its camera arrived.");

        /** As triage decided. */
        static Shed of(Triage.GivenUp givenUp) {
            return new Shed(givenUp.reason(), givenUp.sentence());
        }
    }

    /**
     * It cannot be read as a picture.
     *
     * @param reason in a word
     * @param error the same in a sentence
     */
    record Rejected(RejectReason reason, String error) implements Answer {}
}
