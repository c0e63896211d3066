package io.sluice.deploy.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.bench.faults.History.Answered;
import io.sluice.deploy.bench.faults.History.Name;
import io.sluice.deploy.bench.faults.History.Position;
import io.sluice.deploy.bench.faults.History.Sent;
import io.sluice.deploy.bench.faults.Violation.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** A checker that cannot fail proves nothing: each kind of damage, done anywhere to a sound history, is found. */
final class HistoryCheckTest {
    private static final int CAMERAS = 5;
    private static final int PARTITIONS = 3;
    private static final int FRAMES = 40;
    private static final String SHEDDING = "camera-0";

    private final List<Sent> frames = new ArrayList<>();
    private final List<Answered> answers = new ArrayList<>();

    /** Cameras in turn, each with a second session from the middle on and with gaps; answered in the order of the partitions. */
    private void soundHistory() {
        long[] ends = new long[PARTITIONS];
        for (int frame = 0; frame < FRAMES; frame++) {
            for (int camera = 0; camera < CAMERAS; camera++) {
                int partition = camera % PARTITIONS;
                String session = frame < FRAMES / 2 ? "first" : "second";
                Name name = new Name("camera-" + camera, session, 2L * (frame % (FRAMES / 2)));
                Position at = new Position(partition, ends[partition]++);
                frames.add(new Sent(at, name));
                answers.add(new Answered(at, at, name, "LABELLED", "one"));
            }
        }
    }

    private List<Kind> found() {
        return HistoryCheck.of(new History(frames, answers), Set.of(SHEDDING)).stream()
                .map(Violation::kind)
                .distinct()
                .toList();
    }

    private Answered moved(Answered answer, Position at) {
        return new Answered(at, answer.frame(), answer.name(), answer.outcome(), answer.instance());
    }

    @Test
    void aSoundHistoryIsSound() {
        soundHistory();

        assertThat(found()).isEmpty();
    }

    @Test
    void aRunInWhichNothingWasLabelledProvesNothing() {
        assertThat(found()).containsExactly(Kind.OUTCOME);
    }

    private void outcomesOf(String camera, String outcome) {
        soundHistory();
        answers.replaceAll(answer -> answer.name().camera().equals(camera)
                ? new Answered(answer.at(), answer.frame(), answer.name(), outcome, answer.instance())
                : answer);
    }

    @Test
    void framesOfACameraThatWantsTheLatestMayBeShed() {
        outcomesOf(SHEDDING, "SHED");

        assertThat(found()).isEmpty();
    }

    @Test
    void aShedFrameOfACameraThatWantsAllIsFound() {
        outcomesOf("camera-1", "SHED");

        assertThat(found()).containsExactly(Kind.OUTCOME);
    }

    @Test
    void aRejectedFrameIsFound() {
        outcomesOf(SHEDDING, "REJECTED");

        assertThat(found()).containsExactly(Kind.OUTCOME);
    }

    @RepeatedTest(20)
    void aLostAnswerIsFound(RepetitionInfo turn) {
        soundHistory();
        answers.remove(new Random(turn.getCurrentRepetition()).nextInt(answers.size()));

        assertThat(found()).containsExactly(Kind.LOST);
    }

    @RepeatedTest(20)
    void aDoubledAnswerIsFoundWhetherAtOnceOrLater(RepetitionInfo turn) {
        soundHistory();
        int which = new Random(turn.getCurrentRepetition()).nextInt(answers.size());
        Answered answer = answers.get(which);
        Answered again = moved(answer, new Position(answer.at().partition(), 10_000));

        answers.add(which + 1, again);
        assertThat(found()).containsExactly(Kind.DOUBLED);

        answers.remove(which + 1);
        answers.add(again);
        assertThat(found()).contains(Kind.DOUBLED);
    }

    @RepeatedTest(20)
    void twoAnswersOfACameraInTheWrongOrderAreFound(RepetitionInfo turn) {
        soundHistory();
        int which = new Random(turn.getCurrentRepetition()).nextInt(answers.size() - CAMERAS);
        Collections.swap(answers, which, which + CAMERAS);

        assertThat(found()).containsExactly(Kind.REORDERED);
    }

    @RepeatedTest(20)
    void anAnswerOfACameraInAnotherPartitionIsFound(RepetitionInfo turn) {
        soundHistory();
        int which = new Random(turn.getCurrentRepetition()).nextInt(answers.size());
        answers.set(which, moved(answers.get(which), new Position(PARTITIONS, 0)));

        assertThat(found()).containsExactly(Kind.REORDERED);
    }

    @Test
    void anAnswerToNoFrameIsFound() {
        soundHistory();
        answers.add(new Answered(
                new Position(0, 999), new Position(0, 999), new Name("camera-9", "first", 0L), "LABELLED", "one"));

        assertThat(found()).containsExactly(Kind.INVENTED);
    }

    @Test
    void anAnswerThatNamesAnotherFrameThanItPointsAtIsFound() {
        soundHistory();
        Answered answer = answers.get(7);
        answers.set(7, new Answered(answer.at(), answer.frame(), answers.get(12).name(), answer.outcome(), "one"));

        assertThat(found()).contains(Kind.INVENTED);
    }

    @RepeatedTest(20)
    void aDoubledFrameIsFoundThoughItIsAnsweredToo(RepetitionInfo turn) {
        soundHistory();
        Sent frame = frames.get(new Random(turn.getCurrentRepetition()).nextInt(frames.size()));
        Position end = new Position(frame.at().partition(), 10_000);
        frames.add(new Sent(end, frame.name()));
        answers.add(new Answered(end, end, frame.name(), "LABELLED", "one"));

        assertThat(found()).containsExactly(Kind.FRAMES);
    }

    @Test
    void aSessionInTwoPartitionsIsFound() {
        soundHistory();
        Position elsewhere = new Position(PARTITIONS, 0);
        Sent frame = frames.get(CAMERAS);
        frames.set(CAMERAS, new Sent(elsewhere, frame.name()));
        Answered answer = answers.get(CAMERAS);
        answers.set(CAMERAS, new Answered(answer.at(), elsewhere, answer.name(), "LABELLED", "one"));

        assertThat(found()).contains(Kind.FRAMES);
    }
}
