package io.sluice.inference.stream.events;

import static io.sluice.inference.stream.events.Film.NOON;
import static io.sluice.inference.stream.events.Film.label;
import static io.sluice.schemas.EventPhase.ENDED;
import static io.sluice.schemas.EventPhase.STARTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.sluice.schemas.EventPhase;
import io.sluice.schemas.FrameLabels;
import io.sluice.schemas.Label;
import io.sluice.schemas.LabelEvent;
import io.sluice.schemas.MalformedRecordException;
import io.sluice.schemas.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IntervalsTest {
    private static final IntervalRules RULES = IntervalRules.DEFAULT;

    private static List<LabelEvent> events(Film film) {
        return Film.events(film.answers(), RULES);
    }

    private static List<EventPhase> phases(List<LabelEvent> events) {
        return events.stream().map(LabelEvent::getPhase).toList();
    }

    private static Instant at(double seconds) {
        return NOON.plusMillis(Math.round(seconds * 1000));
    }

    @Test
    void aClassThatIsSeenForSomeTimeIsAnIntervalFromItsFirstToItsLastFrame() {
        List<LabelEvent> events =
                events(new Film().show(20, 0, 0.02).show(40, 3, 0.9).show(20, 0, 0.02));

        assertThat(phases(events)).containsExactly(STARTED, ENDED);
        LabelEvent started = events.get(0);
        LabelEvent ended = events.get(1);
        assertThat(started.getStart()).isEqualTo(at(2));
        assertThat(started.getEnd()).isNull();
        assertThat(ended.getStart()).isEqualTo(at(2));
        assertThat(ended.getEnd()).isEqualTo(at(5.9));
        assertThat(ended.getFrames()).isEqualTo(40);
        assertThat(ended.getMeanScore()).isCloseTo(0.9, within(1e-6));
        assertThat(ended.getStability()).isEqualTo(1);
        assertThat(ended.getMeanFidelity()).isEqualTo(1);
        assertThat(ended.getLabel()).isEqualTo("class 3");
        assertThat(ended.getId()).isEqualTo(started.getId()).isEqualTo("gate/s1/20/3/class 3");
    }

    @Test
    void aFlashIsNoInterval() {
        assertThat(events(new Film().show(20, 0, 0.02).show(4, 3, 0.9).show(20, 0, 0.02)))
                .isEmpty();
    }

    @Test
    void flickerBetweenLeaveAndEnterDoesNotSplitAnInterval() {
        Film film = new Film().show(15, 3, 0.9);
        for (int i = 0; i < 50; i++) {
            film.show(1 + i % 7, 3, 0.31).show(1 + i % 3, 3, 0.9);
        }

        assertThat(phases(events(film))).containsExactly(STARTED, ENDED);
    }

    @Test
    void withoutHysteresisWorthTheNameItWouldBeSplit() {
        Film film = new Film();
        for (int i = 0; i < 10; i++) {
            film.show(20, 3, 0.31).show(20, 3, 0.9);
        }
        IntervalRules narrow = new IntervalRules(RULES.smoothing(), 0.5, 0.49, RULES.minDuration(), RULES.gap());

        assertThat(events(film)).hasSize(2);
        assertThat(Film.events(film.answers(), narrow)).hasSize(20);
    }

    @Test
    void aFewFramesThatSayOtherwiseCountButDoNotEndIt() {
        List<LabelEvent> events =
                events(new Film().show(20, 3, 0.9).show(2, 1, 0.8).show(20, 3, 0.9));

        assertThat(phases(events)).containsExactly(STARTED, ENDED);
        assertThat(events.get(1).getFrames()).isEqualTo(42);
        assertThat(events.get(1).getMeanScore()).isCloseTo(0.9 * 40 / 42, within(1e-6));
        assertThat(events.get(1).getStability()).isCloseTo(40.0 / 42, within(1e-9));
    }

    /** The same answers at a tenth of the fidelity move the score as a tenth of the frames would. */
    @Test
    void answersOfLittleFidelityNeedMoreTime() {
        Film film = new Film().show(20, 3, 0.9);
        for (int frame = 0; frame < 10; frame++) {
            film.labelled(0.1, label(1, 0.9)).pause(Duration.ofMillis(100));
        }
        film.show(20, 3, 0.9);
        List<LabelEvent> events = events(film);

        assertThat(phases(events)).containsExactly(STARTED, ENDED);
        assertThat(events.get(1).getFrames()).isEqualTo(50);
        assertThat(events.get(1).getStability()).as("weighed by fidelity").isCloseTo(40.0 / 41, within(1e-9));
        assertThat(events.get(1).getMeanFidelity()).as("of frames alike").isCloseTo(41.0 / 50, within(1e-9));
    }

    @Test
    void fidelityThatNobodyMeasuredIsNotTold() {
        Film film = new Film();
        for (int frame = 0; frame < 30; frame++) {
            film.labelled(null, label(3, 0.9)).pause(Duration.ofMillis(100));
        }

        assertThat(events(film))
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.getMeanFidelity()).isNull());
    }

    @Test
    void severalClassesMayBeOpenAtOnce() {
        Film film = new Film();
        for (int frame = 0; frame < 40; frame++) {
            film.labelled(1.0, label(3, 0.5), label(4, 0.45)).pause(Duration.ofMillis(100));
        }
        IntervalRules low = new IntervalRules(RULES.smoothing(), 0.4, 0.2, RULES.minDuration(), RULES.gap());

        List<LabelEvent> events = Film.events(film.answers(), low);

        assertThat(phases(events)).containsExactly(STARTED, STARTED, ENDED, ENDED);
        assertThat(events.get(0).getIndex()).isEqualTo(3);
        assertThat(events.get(0).getStability()).isEqualTo(1);
        assertThat(events.get(1).getIndex()).isEqualTo(4);
        assertThat(events.get(1).getStability()).isZero();
    }

    @Test
    void aGapEndsEverythingAtTheLastFrameBeforeIt() {
        Film film = new Film().show(20, 3, 0.9).pause(RULES.gap()).show(20, 3, 0.9);

        List<LabelEvent> events = events(film);

        assertThat(phases(events)).containsExactly(STARTED, ENDED, STARTED, ENDED);
        assertThat(events.get(1).getEnd()).isEqualTo(at(1.9));
        assertThat(events.get(2).getStart()).isEqualTo(at(4));
    }

    @Test
    void anotherSessionEndsEverything() {
        List<LabelEvent> events =
                events(new Film().show(20, 3, 0.9).session("s2").show(20, 3, 0.9));

        assertThat(phases(events)).containsExactly(STARTED, ENDED, STARTED, ENDED);
        assertThat(events.get(2).getId()).isEqualTo("gate/s2/0/3/class 3");
    }

    @Test
    void aClockThatGoesBackForGoodEndsEverythingAndThenCounts() {
        List<LabelEvent> events =
                events(new Film().show(20, 3, 0.9).pause(Duration.ofHours(-1)).show(20, 3, 0.9));

        assertThat(phases(events)).containsExactly(STARTED, ENDED, STARTED, ENDED);
        assertThat(events.get(2).getStart()).isEqualTo(at(2).minus(Duration.ofHours(1)));
    }

    @Test
    void answersThatComeTwiceCountOnce() {
        List<FrameLabels> twice = new Film()
                .show(40, 3, 0.9).answers().stream()
                        .flatMap(answer -> List.of(answer, answer).stream())
                        .toList();

        assertThat(Film.events(twice, RULES)).isEqualTo(events(new Film().show(40, 3, 0.9)));
    }

    /** What a score is after a time does not depend on how many frames that took. */
    @Test
    void theRateOfFramesDoesNotMatter() {
        for (int perSecond : new int[] {3, 10, 25, 60}) {
            Film film = new Film();
            for (int frame = 0; frame <= 4 * perSecond; frame++) {
                film.labelled(1.0, label(3, 0.8)).pause(Duration.ofSeconds(1).dividedBy(perSecond));
            }
            CameraState state = state(film);

            assertThat(state.tracks().get(0).score())
                    .as("%d frames a second", perSecond)
                    .isCloseTo(0.8 * (1 - Math.exp(-4 / 0.5)), within(1e-5));
        }
    }

    @Test
    void noMoreClassesAreRememberedThanIsUseful() {
        Film film = new Film();
        Random random = new Random(1);
        for (int frame = 0; frame < 300; frame++) {
            film.labelled(1.0, label(random.nextInt(1000), 0.5), label(1000 + random.nextInt(1000), 0.4))
                    .pause(Duration.ofMillis(20));
        }

        assertThat(state(film).tracks()).hasSizeLessThanOrEqualTo(Intervals.MOST_TRACKS);
    }

    private static CameraState state(Film film) {
        Optional<CameraState> state = Optional.empty();
        for (FrameLabels answer : film.answers()) {
            Evidence evidence = Evidence.of(answer).orElseThrow();
            state = Optional.of(
                    new Intervals(RULES).after(Film.CAMERA, state, evidence).state());
        }
        return state.orElseThrow();
    }

    /** Nothing keeps a producer from naming its session after itself, and from counting from 0 at each start. */
    @Test
    void aProducerThatStartsAnewInTheSameSessionIsHeard() {
        Film film = new Film().show(40, 3, 0.9).session("s1").show(20, 4, 0.9);

        assertThat(events(film))
                .extracting(LabelEvent::getPhase, LabelEvent::getIndex)
                .containsExactly(tuple(STARTED, 3), tuple(ENDED, 3), tuple(STARTED, 4), tuple(ENDED, 4));
    }

    @Test
    void partsOfAnIdCannotBeMistakenForOneAnother() {
        LabelClass slash = new LabelClass(3, "a/b%");
        Evidence answer = new Evidence("c/d", 0, NOON, 1, OptionalDouble.empty(), Map.of(slash, 0.9));
        Evidence later = new Evidence("c/d", 1, at(1), 1, OptionalDouble.empty(), Map.of(slash, 0.9));
        Intervals intervals = new Intervals(
                new IntervalRules(RULES.smoothing(), RULES.enter(), RULES.leave(), Duration.ZERO, RULES.gap()));

        CameraState state = intervals.after("a/b", Optional.empty(), answer).state();
        List<LabelEvent> events =
                intervals.after("a/b", Optional.of(state), later).events();

        assertThat(events).extracting(LabelEvent::getId).containsExactly("a%2Fb/c%2Fd/0/3/a%2Fb%25");
    }

    @Test
    void whatIsNotLabelledIsNoEvidence() {
        assertThat(Evidence.of(new Film().given(Outcome.SHED).answers().get(0))).isEmpty();
    }

    @Test
    void whatIsLabelledAsNoModelDoesIsMalformed() {
        assertMalformed(
                new Film().labelled(1.0, label(0, Double.NaN)), "Expected a score from 0 to 1 for class 0 in", "NaN.");
        assertMalformed(new Film().labelled(1.2, label(0, 0.5)), "Expected a fidelity from 0 to 1 in", "1.2.");
        assertMalformed(
                new Film().labelled(1.0, new Label(0, "x".repeat(2000), 0.5f)),
                "Expected a name of class 0 of up to 1024 characters in",
                "2000 characters.");
        assertMalformed(new Film().startingAt(-1).labelled(1.0), "Expected a sequence number, from 0, in", "-1.");
    }

    private static void assertMalformed(Film film, String expected, String found) {
        assertThatThrownBy(() -> Evidence.of(film.answers().get(0)))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage(expected + " a labelled answer, found " + found);
    }

    @Test
    void rulesThatMakeNoSenseAreRefused() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new IntervalRules(second, 0.3, 0.5, second, second))
                .hasMessage("Expected a score to enter at above that to leave at (0.5), up to 1, found 0.3.");
        assertThatThrownBy(() -> new IntervalRules(second, 0.5, 0.01, second, second))
                .hasMessageContaining("leave at from 0.05");
        assertThatThrownBy(() -> new IntervalRules(Duration.ZERO, 0.5, 0.3, second, second))
                .hasMessageContaining("a smoothing time above zero");
        assertThatThrownBy(() -> new IntervalRules(second, 0.5, 0.3, second, Duration.ZERO))
                .hasMessageContaining("a gap above zero");
    }
}
