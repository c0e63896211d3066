package io.sluice.deploy.console;

import io.sluice.schemas.FrameLabels;
import io.sluice.schemas.Label;
import io.sluice.schemas.Quality;
import io.sluice.schemas.Timings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What was answered about one frame; null for what is not known.
 *
 * @param at when it was published, in milliseconds since the epoch
 * @param picture tells the frame from all others: where it stands on its topic, as {@code partition:offset}
 * @param sequence of the frame, as its camera counts
 * @param outcome name of an {@link io.sluice.schemas.Outcome}
 * @param labels best first; none where the frame was not labelled
 * @param ageMillis of the frame, from capture to publication
 * @param transportMillis of these, until inference had it
 * @param queueMillis then, until its batch was run
 * @param computeMillis then, until the model had answered
 * @param batchSize frames that were run together
 */
record AnswerView(
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
        String provider) {
    /** A class and its score, 0 to 1. */
    record LabelView(String name, float score) {
        static LabelView of(Label label) {
            return new LabelView(Limits.label(label.getName()), label.getScore());
        }
    }

    /**
     * What it was computed at.
     *
     * @param tokens that entered the model
     * @param gmacs multiply-accumulates of the frame, in billions
     * @param fidelity share of frames, 0 to 1, on which the point names the same best class as the dense model
     */
    record QualityView(PointKey point, int tokens, int tokensLeft, double gmacs, Double fidelity) {
        static QualityView of(Quality quality) {
            return new QualityView(
                    PointKey.of(quality),
                    quality.getTokens(),
                    quality.getTokensLeft(),
                    quality.getGmacs(),
                    quality.getFidelity());
        }
    }

    static AnswerView of(FrameLabels answer) {
        Timings timings = answer.getTimings();
        return new AnswerView(
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
                Limits.text(answer.getProvider()));
    }

    private static Double millis(Instant from, Instant to) {
        return from == null || to == null ? null : Duration.between(from, to).toNanos() / 1e6;
    }
}
