package io.sluice.inference.stream.events;

import io.sluice.schemas.FrameLabels;
import io.sluice.schemas.Label;
import io.sluice.schemas.MalformedRecordException;
import io.sluice.schemas.Outcome;
import io.sluice.schemas.Quality;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What one labelled frame says. Frames that were shed or rejected say nothing.
 *
 * @param session of the frame
 * @param sequence of the frame in its session, from 0
 * @param capturedAt when it was captured, to the microsecond
 * @param weight of what it says, above 0, up to 1: the fidelity of its operating point, as far as known
 * @param fidelity as measured; empty when it was not
 * @param scores by class, 0 to 1, the best class first
 */
public record Evidence(
        String session,
        long sequence,
        Instant capturedAt,
        double weight,
        OptionalDouble fidelity,
        Map<LabelClass, Double> scores) {
    /** The dense model is what others are compared with; its INT8 is nearly as faithful. */
    static final double UNMEASURED_DENSE = 1.0;

    /** About the least of what is worth running: the last rungs of the ladders in the README have 0.77 to 0.85. */
    static final double UNMEASURED_REDUCED = 0.8;

    /** So that a mean over answers of points that never agree is a number, too. */
    static final double LEAST_WEIGHT = 0.01;

    private static final String DENSE = "none";

    /** More than any model's answer has here; a foreign one may hold thousands. */
    private static final int MOST_CLASSES = 32;

    /** As for ids in frames; what is remembered of a camera is bounded. */
    private static final int LONGEST_NAME = 1024;

    /**
     * What an answer says; empty if it is not labelled.
     *
     * @throws MalformedRecordException if it is labelled, but not as Sluice's inference could have done it
     */
    public static Optional<Evidence> of(FrameLabels answer) {
        if (answer.getOutcome() != Outcome.LABELLED) {
            return Optional.empty();
        }
        requireName("camera id", answer.getCamera());
        requireName("session id", answer.getSession());
        requireFrame(answer);
        requireQuality(answer.getQuality());
        answer.getLabels().forEach(Evidence::requireLabel);
        return Optional.of(evidence(answer));
    }

    private static void requireFrame(FrameLabels answer) {
        Long sequence = answer.getSequence();
        require(sequence != null && sequence >= 0, "a sequence number, from 0,", sequence);
        Instant captured = answer.getTimings().getCaptured();
        require(captured != null, "a capture time", captured);
    }

    private static void requireQuality(Quality quality) {
        require(quality != null, "a quality", quality);
        Double fidelity = quality.getFidelity();
        require(fidelity == null || isShare(fidelity), "a fidelity from 0 to 1", fidelity);
    }

    private static void requireLabel(Label label) {
        requireName("name of class " + label.getIndex(), label.getName());
        require(isShare(label.getScore()), "a score from 0 to 1 for class " + label.getIndex(), label.getScore());
    }

    private static void requireName(String what, String text) {
        require(
                text != null && text.length() <= LONGEST_NAME,
                "a " + what + " of up to " + LONGEST_NAME + " characters",
                text == null ? "none" : text.length() + " characters");
    }

    /** A number that is none is not between the two either. */
    private static boolean isShare(double value) {
        return value >= 0 && value <= 1;
    }

    private static void require(boolean holds, String expected, Object found) {
        if (!holds) {
            throw new MalformedRecordException(
                    "Expected " + expected + " in a labelled answer, found " + (found == null ? "none" : found) + ".");
        }
    }

    private static Evidence evidence(FrameLabels answer) {
        Double fidelity = answer.getQuality().getFidelity();
        return new Evidence(
                answer.getSession(),
                answer.getSequence(),
                answer.getTimings().getCaptured(),
                weight(answer.getQuality()),
                fidelity == null ? OptionalDouble.empty() : OptionalDouble.of(fidelity),
                scores(answer));
    }

    private static double weight(Quality quality) {
        if (quality.getFidelity() == null) {
            return quality.getReducer().equals(DENSE) ? UNMEASURED_DENSE : UNMEASURED_REDUCED;
        }
        return Math.max(LEAST_WEIGHT, quality.getFidelity());
    }

    private static Map<LabelClass, Double> scores(FrameLabels answer) {
        Map<LabelClass, Double> scores = new LinkedHashMap<>();
        answer.getLabels().stream()
                .limit(MOST_CLASSES)
                .forEach(label -> scores.putIfAbsent(classOf(label), (double) label.getScore()));
        return scores;
    }

    private static LabelClass classOf(Label label) {
        return new LabelClass(label.getIndex(), label.getName());
    }

    /** What the frame says of one class. */
    Sighting of(LabelClass of, double gain) {
        boolean best = scores.keySet().stream().findFirst().filter(of::equals).isPresent();
        return new Sighting(scores.getOrDefault(of, 0.0), best, weight, fidelity, gain);
    }
}
