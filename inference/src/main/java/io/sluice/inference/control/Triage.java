package io.sluice.inference.control;

import io.sluice.inference.model.ShedReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * Decides which frames are given up, when shedding tokens is not enough. A frame is given up when its answer would be older
 * than its camera's {@linkplain Freshness.Latest max-age}. Where frames must give way even at the fastest point, a camera of
 * less weight than the heaviest that sends frames has only that share of its max-age: its frames leave the queue before those
 * of heavier cameras would have to. Safe for concurrent use.
 */
public final class Triage {
    private final CameraPolicies cameras;
    private final Directives asked;
    private final WeightsSeen seen;

    /**
     * A frame is given up.
     *
     * @param reason in a word
     * @param sentence the same in a sentence
     */
    public record GivenUp(ShedReason reason, String sentence) {}

    /** @param asked the weights that come before those of policies */
    Triage(CameraPolicies cameras, Directives asked) {
        this.cameras = cameras;
        this.asked = asked;
        this.seen = new WeightsSeen(DoubleStream.concat(
                cameras.weights(), asked.weights().values().stream().mapToDouble(Directive.Weigh::weight)));
    }

    /**
     * Why a frame is given up; empty when it is not.
     *
     * @param camera that it is of
     * @param answerAge how old its answer would be at the fastest point
     * @param now what time it is
     * @param overloaded whether frames must give way even there
     */
    Optional<GivenUp> reasonToShed(String camera, Duration answerAge, Instant now, boolean overloaded) {
        double weight = asked.weight(camera, cameras);
        seen.saw(weight, now);
        if (!(cameras.of(camera).freshness() instanceof Freshness.Latest latest)) {
            return Optional.empty();
        }
        if (answerAge.compareTo(latest.maxAge()) > 0) {
            return Optional.of(new GivenUp(
                    ShedReason.STALE,
                    "Its answer would be older than " + latest.maxAge().toMillis()
                            + " ms, the max-age of its camera."));
        }
        double share = overloaded ? weight / seen.heaviest(now).orElse(weight) : 1;
        return answerAge.toNanos() > share * latest.maxAge().toNanos()
                ? Optional.of(new GivenUp(ShedReason.OUTWEIGHED, "It gave way to cameras of more weight."))
                : Optional.empty();
    }
}
