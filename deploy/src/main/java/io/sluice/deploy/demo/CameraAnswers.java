package io.sluice.deploy.demo;

import io.sluice.deploy.view.LiveSnapshot.TopLabel;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a consumer has read of one camera's answers.
 *
 * @param labelled answers with labels
 * @param shed answers that say that the frame was given up
 * @param rejected answers that say that the frame could not be read
 * @param duplicates answers to frames that had been answered before
 * @param outOfOrder first answers that came after the answer to a later frame
 * @param gaps frames without an answer before the latest of their session that has one
 * @param label the latest
 * @param ageMillis of the latest labelled frame when its answer was published
 * @param accuracy of the labels; empty where nobody knows the truth
 */
record CameraAnswers(
        long labelled,
        long shed,
        long rejected,
        long duplicates,
        long outOfOrder,
        long gaps,
        Optional<TopLabel> label,
        OptionalDouble ageMillis,
        Optional<Accuracy> accuracy) {
    static final CameraAnswers NONE =
            new CameraAnswers(0, 0, 0, 0, 0, 0, Optional.empty(), OptionalDouble.empty(), Optional.empty());

    /** Of any outcome. */
    long all() {
        return labelled + shed + rejected;
    }
}
