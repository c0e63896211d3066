package io.sluice.inference.control;

import io.sluice.inference.model.ShedReason;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides which frames are given up, when shedding tokens is not enough. A frame is given up when its answer would be older
 * than its camera's {@linkplain Freshness.Latest max-age}. Where frames must give way even at the fastest point, a camera of
 * less weight than the heaviest has only that share of its max-age: its frames leave the queue before those of heavier
 * cameras would have to.
 */
public final class Triage {
    /**
     * A frame is given up.
     *
     * @param reason in a word
     * @param sentence the same in a sentence
     */
    public record GivenUp(ShedReason reason, String sentence) {}

    private final CameraPolicies cameras;
    private final double heaviest;

    public Triage(CameraPolicies cameras) {
        this.cameras = cameras;
        this.heaviest = cameras.heaviest();
    }

    /**
     * Why a frame is given up; empty when it is not.
     *
     * @param camera that it is of
     * @param answerAge how old its answer would be at the fastest point
     * @param overloaded whether frames must give way even there
     */
    public Optional<GivenUp> reasonToShed(String camera, Duration answerAge, boolean overloaded) {
        CameraPolicy policy = cameras.of(camera);
        if (!(policy.freshness() instanceof Freshness.Latest latest)) {
            return Optional.empty();
        }
        if (answerAge.compareTo(latest.maxAge()) > 0) {
            return Optional.of(new GivenUp(
                    ShedReason.STALE,
                    "Its answer would be older than " + latest.maxAge().toMillis()
                            + " ms, the max-age of its camera."));
        }
        double share = overloaded ? policy.weight() / heaviest : 1;
        return answerAge.toNanos() > share * latest.maxAge().toNanos()
                ? Optional.of(new GivenUp(ShedReason.OUTWEIGHED, "It gave way to cameras of more weight."))
                : Optional.empty();
    }
}
