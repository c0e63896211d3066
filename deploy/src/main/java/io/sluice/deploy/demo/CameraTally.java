package io.sluice.deploy.demo;

import io.sluice.deploy.view.LiveSnapshot.TopLabel;
import io.sluice.schemas.FrameLabels;
import io.sluice.schemas.Label;
import io.sluice.schemas.Outcome;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Counts one camera's answers as they are read. */
final class CameraTally {
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private final SequenceCheck sequences = new SequenceCheck();
    private Optional<TopLabel> label = Optional.empty();
    private OptionalDouble ageMillis = OptionalDouble.empty();
    private final Truth truth;
    private long right;
    private long judged;

    CameraTally(Truth truth) {
        this.truth = truth;
    }

    /**
     * The next answer.
     *
     * @param age of its frame when it was published, in milliseconds; empty unless labelled
     */
    void accept(FrameLabels answer, OptionalDouble age) {
        outcomes.merge(answer.getOutcome(), 1L, Long::sum);
        if (answer.getSession() != null && answer.getSequence() != null) {
            sequences.accept(answer.getSession(), answer.getSequence());
        }
        if (answer.getOutcome() == Outcome.LABELLED) {
            label = answer.getLabels().stream().findFirst().map(CameraTally::top);
            ageMillis = age;
            judge(answer);
        }
    }

    private void judge(FrameLabels answer) {
        Optional<String> shown = Optional.ofNullable(answer.getSequence()).flatMap(truth::of);
        if (shown.isPresent()) {
            judged++;
            right += shown.equals(label.map(TopLabel::name)) ? 1 : 0;
        }
    }

    private static TopLabel top(Label label) {
        return new TopLabel(label.getName(), label.getScore());
    }

    CameraAnswers answers() {
        return new CameraAnswers(
                count(Outcome.LABELLED),
                count(Outcome.SHED),
                count(Outcome.REJECTED),
                sequences.duplicates(),
                sequences.outOfOrder(),
                sequences.gaps(),
                label,
                ageMillis,
                judged == 0 ? Optional.empty() : Optional.of(new Accuracy(right, judged)));
    }

    private long count(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }
}
