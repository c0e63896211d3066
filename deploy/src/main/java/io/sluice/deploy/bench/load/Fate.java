package io.sluice.deploy.bench.load;

import io.sluice.inference.model.OperatingPoint;
import java.time.Duration;
import java.time.Instant;

/** What became of a frame. */
sealed interface Fate {
    /** Nothing, for as long as was waited. */
    Fate LOST = new Lost();

    /**
     * The model answered.
     *
     * @param label its likeliest class
     * @param point what it was computed at
     * @param age of the frame when the answer was published
     * @param readAge of the frame when the answer, committed, was read from its topic
     * @param batched when its batch was handed to the model
     */
    record Labelled(int label, Point point, Duration age, Duration readAge, Instant batched) implements Fate {}

    /**
     * It was given up.
     *
     * @param reason as published
     * @param age of the frame then
     */
    record Shed(String reason, Duration age) implements Fate {}

    /** It could not be read. */
    record Rejected(String reason) implements Fate {}

    /** No answer was seen. */
    record Lost() implements Fate {}

    /** An operating point, as answers name it. */
    record Point(String model, String reducer, String precision) {
        static Point of(OperatingPoint point) {
            return new Point(
                    point.model().toString(),
                    point.reducer().toString(),
                    point.precision().name());
        }

        @Override
        public String toString() {
            return model.replaceFirst("@.*", "") + " " + reducer + " " + precision;
        }
    }
}
