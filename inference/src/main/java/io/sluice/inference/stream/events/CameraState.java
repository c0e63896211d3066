package io.sluice.inference.stream.events;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * All that has to be remembered of a camera between two answers.
 *
 * @param session of its last labelled frame
 * @param sequence of that frame
 * @param at its capture time, or that of a frame before it that claims to be later
 * @param tracks classes for which something speaks
 */
public record CameraState(String session, long sequence, Instant at, List<Track> tracks) {
    public CameraState {
        tracks = List.copyOf(tracks);
    }

    /** Before its first frame, which {@code first} tells of. */
    static CameraState before(Evidence first) {
        return new CameraState(first.session(), first.sequence() - 1, first.capturedAt(), List.of());
    }

    /**
     * Whether an answer tells of a frame that has been seen: inference that gives answers at least once repeats some. A frame that
     * was captured later than all before it has not, even if a producer numbers it from 0 again in the same session.
     */
    boolean hasSeen(Evidence answer) {
        return answer.session().equals(session)
                && answer.sequence() <= sequence
                && !answer.capturedAt().isAfter(at);
    }

    /** Whether an answer has nothing to do with what was before: another session, a gap, a clock that went back. */
    boolean isCutOffFrom(Evidence answer, Duration gap) {
        return !answer.session().equals(session)
                || Duration.between(at, answer.capturedAt()).abs().compareTo(gap) > 0;
    }
}
