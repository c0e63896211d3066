package io.sluice.deploy.bench.faults;

import io.sluice.deploy.bench.faults.History.Answered;
import io.sluice.deploy.bench.faults.History.Name;
import io.sluice.deploy.bench.faults.History.Position;
import io.sluice.deploy.bench.faults.History.Sent;
import io.sluice.deploy.bench.faults.Violation.Kind;
import io.sluice.schemas.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether the topics hold what is promised:
 *
 * <ol>
 *   <li>each record on the frames topic has exactly one answer, and each answer is to such a record and names it rightly;
 *   <li>all answers of a camera are in one partition, in the order of its frames;
 *   <li>the frames of a session are in one partition, in the order of their sequence, once each. Gaps are allowed: they are
 *       frames that ingest shed, or that died with it;
 *   <li>outcomes are right: all frames are good, so none is rejected; only cameras that want the latest frame have some shed;
 *       and something is labelled.
 * </ol>
 */
final class HistoryCheck {
    private final List<Violation> found = new ArrayList<>();

    private HistoryCheck() {}

    /**
     * All that is wrong; empty when nothing is.
     *
     * @param shedding the cameras of which frames may be shed
     */
    static List<Violation> of(History history, Set<String> shedding) {
        HistoryCheck check = new HistoryCheck();
        check.frames(history.frames());
        check.answers(history);
        check.order(history.answers());
        check.outcomes(history.answers(), shedding);
        return check.found;
    }

    private void frames(List<Sent> frames) {
        Map<String, Sent> last = new HashMap<>();
        for (Sent frame : frames) {
            Sent before = last.put(frame.name().camera() + "/" + frame.name().session(), frame);
            if (before != null && !follows(before, frame)) {
                add(Kind.FRAMES, frame + " stands after " + before + ".");
            }
        }
    }

    private static boolean follows(Sent before, Sent frame) {
        return frame.at().partition() == before.at().partition()
                && frame.name().sequence() > before.name().sequence();
    }

    private void answers(History history) {
        Map<Position, Name> unanswered = new HashMap<>();
        history.frames().forEach(frame -> unanswered.put(frame.at(), frame.name()));
        Map<Position, Name> sent =
                new HashMap<>(unanswered); // Map.copyOf probes, slowly where offsets hash side by side
        for (Answered answer : history.answers()) {
            Name name = sent.get(answer.frame());
            if (name == null) {
                add(Kind.INVENTED, answer + " is to a frame that was never sent.");
            } else if (!name.equals(answer.name())) {
                add(Kind.INVENTED, answer + " is to the frame " + name + ".");
            } else if (unanswered.remove(answer.frame()) == null) {
                add(Kind.DOUBLED, answer + " is not the first to its frame.");
            }
        }
        unanswered.forEach((position, name) -> add(Kind.LOST, name + " at " + position + " has no answer."));
    }

    private void order(List<Answered> answers) {
        Map<String, Answered> last = new HashMap<>();
        for (Answered answer : answers) {
            Answered before = last.put(answer.name().camera(), answer);
            if (before != null && !follows(before, answer)) {
                add(Kind.REORDERED, answer + " stands after " + before + ".");
            }
        }
    }

    /** Whether the same frame is answered twice is another question. */
    private static boolean follows(Answered before, Answered answer) {
        return answer.at().partition() == before.at().partition()
                && answer.frame().partition() == before.frame().partition()
                && answer.frame().offset() >= before.frame().offset();
    }

    private void outcomes(List<Answered> answers, Set<String> shedding) {
        boolean labelled = false;
        for (Answered answer : answers) {
            Outcome outcome = Outcome.valueOf(answer.outcome());
            labelled |= outcome == Outcome.LABELLED;
            if (outcome == Outcome.REJECTED) {
                add(Kind.OUTCOME, answer + " rejects a good frame.");
            } else if (outcome == Outcome.SHED
                    && !shedding.contains(answer.name().camera())) {
                add(Kind.OUTCOME, answer + " sheds a frame of a camera that wants all.");
            }
        }
        if (!labelled) {
            add(Kind.OUTCOME, "None of " + answers.size() + " answers has labels.");
        }
    }

    private void add(Kind kind, String what) {
        found.add(new Violation(kind, what));
    }
}
