package io.sluice.deploy.console;

import io.sluice.schemas.FrameLabels;
import io.sluice.schemas.Label;
import io.sluice.schemas.Quality;
import io.sluice.schemas.Timings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The last answer about a camera; null for what is not known.
 *
 * @param at when it was published, in milliseconds since the epoch
 * @param picture tells the picture that it answers from others
 * @param ageMillis of the frame, from capture to publication
 * @param transportMillis of these, until inference had it
 * @param queueMillis then, until its batch was run
 * @param computeMillis then, until the model had answered
 * @param perSecond answers of any outcome a second
 * @param shed since the page has been served
 * @param rejected likewise
 */
record CameraView(
        String camera,
        long at,
        String picture,
        Long sequence,
        String outcome,
        String reason,
        List<LabelView> labels,
        QualityView quality,
        Double ageMillis,
        Double transportMillis,
        Double queueMillis,
        Double computeMillis,
        Integer batchSize,
        String provider,
        double perSecond,
        long shed,
        long rejected) {
    /** A class and its score, 0 to 1. */
    record LabelView(String name, float score) {
        static LabelView of(Label label) {
            return new LabelView(Limits.text(label.getName()), label.getScore());
        }
    }

    /** What it was computed at. */
    record QualityView(PointKey point, int tokens, int tokensLeft, double gmacs, Double fidelity) {
        static QualityView of(Quality quality) {
            return new QualityView(
                    new PointKey(quality.getModel(), quality.getReducer(), quality.getPrecision()),
                    quality.getTokens(),
                    quality.getTokensLeft(),
                    quality.getGmacs(),
                    quality.getFidelity());
        }
    }

    static CameraView of(FrameLabels answer, double perSecond, long shed, long rejected) {
        Timings timings = answer.getTimings();
        return new CameraView(
                answer.getCamera(),
                timings.getPublished().toEpochMilli(),
                answer.getSource().getPartition() + ":" + answer.getSource().getOffset(),
                answer.getSequence(),
                answer.getOutcome().name(),
                Limits.text(answer.getReason()),
                answer.getLabels().stream()
                        .limit(Limits.LABELS)
                        .map(LabelView::of)
                        .toList(),
                answer.getQuality() == null ? null : QualityView.of(answer.getQuality()),
                millis(timings.getCaptured(), timings.getPublished()),
                millis(timings.getCaptured(), timings.getReceived()),
                millis(timings.getReceived(), timings.getBatched()),
                millis(timings.getBatched(), timings.getInferred()),
                answer.getBatchSize(),
                Limits.text(answer.getProvider()),
                perSecond,
                shed,
                rejected);
    }

    private static Double millis(Instant from, Instant to) {
        return from == null || to == null ? null : Duration.between(from, to).toNanos() / 1e6;
    }
}
