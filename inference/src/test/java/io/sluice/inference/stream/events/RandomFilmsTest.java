package io.sluice.inference.stream.events;

import static io.sluice.schemas.EventPhase.ENDED;
import static io.sluice.schemas.EventPhase.STARTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schemas.FrameLabels;
import io.sluice.schemas.LabelEvent;
import io.sluice.schemas.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@link Intervals} of whatever answers come: what must hold for any film, not for chosen ones. */
class RandomFilmsTest {
    private static final IntervalRules RULES = IntervalRules.DEFAULT;

    private static List<LabelEvent> events(Film film) {
        return Film.events(film.answers(), RULES);
    }

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyEventIsSound(long seed) {
        List<LabelEvent> events = events(Film.random(seed));

        assertThat(events).isNotEmpty();
        Map<String, LabelEvent> open = new HashMap<>();
        Set<String> ids = new HashSet<>();
        for (LabelEvent event : events) {
            assertThat(event.getMeanScore()).isBetween(0.0, 1.0);
            assertThat(event.getStability()).isBetween(0.0, 1.0);
            assertThat(event.getFrames()).isPositive();
            if (event.getPhase() == STARTED) {
                assertThat(ids.add(event.getId())).as("a new id").isTrue();
                assertThat(open.put(event.getLabel(), event))
                        .as("no other of the class")
                        .isNull();
            } else {
                LabelEvent started = open.remove(event.getLabel());
                assertThat(event.getId()).isEqualTo(started.getId());
                assertThat(event.getStart()).isEqualTo(started.getStart());
                assertThat(event.getEnd()).isAfterOrEqualTo(event.getStart());
                assertThat(event.getFrames()).isGreaterThanOrEqualTo(started.getFrames());
            }
        }
        assertThat(open).isEmpty();
    }

    /** As long as the clock does not step by more than the gap. */
    @ParameterizedTest
    @MethodSource("seeds")
    void intervalsOfAClassDoNotOverlap(long seed) {
        Map<String, Instant> ends = new HashMap<>();
        String session = "";
        for (LabelEvent event : events(Film.random(seed))) {
            String itsSession = event.getId().split("/", -1)[1];
            if (!itsSession.equals(session)) {
                ends.clear(); // another session's clock is its own
                session = itsSession;
            }
            if (event.getPhase() == ENDED) {
                Instant before = ends.put(event.getLabel(), event.getEnd());
                assertThat(event.getStart()).isAfter(before == null ? Instant.MIN : before);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatWasGivenUpChangesNothing(long seed) {
        Film film = Film.random(seed);
        List<FrameLabels> labelled = film.answers().stream()
                .filter(answer -> answer.getOutcome() == Outcome.LABELLED)
                .toList();

        assertThat(Film.events(labelled, RULES)).isEqualTo(events(film));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void laterFramesGiveTheSameEventsLater(long seed) {
        Duration shift = Duration.ofSeconds(123_456).plusNanos(789_000);
        List<LabelEvent> expected = events(Film.random(seed)).stream()
                .map(event -> later(event, shift))
                .toList();

        assertThat(events(Film.random(seed, shift))).isEqualTo(expected);
    }

    private static LabelEvent later(LabelEvent event, Duration shift) {
        return new LabelEvent(
                event.getId(),
                event.getCamera(),
                event.getPhase(),
                event.getIndex(),
                event.getLabel(),
                event.getStart().plus(shift),
                event.getEnd() == null ? null : event.getEnd().plus(shift),
                event.getFrames(),
                event.getMeanScore(),
                event.getStability(),
                event.getMeanFidelity());
    }

    /** A store, or another owner of the partition, comes between any two answers. */
    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsRememberedSurvivesBeingBytes(long seed) {
        CameraStateSerde serde = new CameraStateSerde();
        Intervals intervals = new Intervals(RULES);
        Optional<CameraState> state = Optional.empty();
        for (FrameLabels answer : Film.random(seed).answers()) {
            Optional<Evidence> evidence = Evidence.of(answer);
            if (evidence.isPresent()) {
                CameraState next =
                        intervals.after(Film.CAMERA, state, evidence.get()).state();
                byte[] bytes = serde.serializer().serialize("cameras", next);
                state = Optional.of(serde.deserializer().deserialize("cameras", bytes));
                assertThat(state).contains(next);
                assertThat(bytes.length).isLessThan(2_000);
            }
        }
    }
}
