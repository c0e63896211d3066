package io.sluice.inference.stream.events;

import io.sluice.schemas.EventPhase;
import io.sluice.schemas.LabelEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes intervals of answers: a pure function of what is remembered of a camera and its next labelled frame.
 *
 * <p>Each class has a smoothed score {@code S}, 0 before the first frame. A frame with score {@code s}, weight {@code w} and
 * {@code dt} of capture time since the frame before it makes it
 *
 * <pre>{@code S + (1 - exp(-w dt / smoothing)) (s - S)}</pre>
 *
 * so that a frame counts for the time that it stands for, and of that for as much as its operating point is faithful. A frame
 * <em>supports</em> a class when its own score is {@code leave} or above.
 *
 * <ol>
 *   <li>A class begins to rise with a frame that supports it; the rise is over with a frame that does not while {@code S <
 *       leave}.
 *   <li>It has STARTED when {@code S >= enter} has held for {@code minDuration}; its start is the first frame of the rise.
 *   <li>It has ENDED when {@code S < leave} at a frame that does not support it, or when there is a gap, another session, or a
 *       capture time further back than the gap; its end is the last frame that supported it.
 * </ol>
 *
 * <p>Between {@code leave} and {@code enter} nothing begins and nothing ends. A capture time that lies back by less than the
 * gap counts as that of the frame before. Every decision follows from capture times and the order of answers alone, so the same
 * answers give the same events.
 */
public final class Intervals {
    /**
     * Most classes remembered of a camera. A smoothed score of at least {@code leave} can belong to {@code 1 / leave} classes at
     * once, twenty at most, since scores sum to 1; those with the lowest scores are forgotten first, and open ones last.
     */
    static final int MOST_TRACKS = 32;

    private static final Comparator<Track> WORTH_KEEPING = Comparator.comparing(Track::isOpen)
            .thenComparingDouble(Track::score)
            .reversed();

    private final IntervalRules rules;

    /**
     * What an answer leads to.
     *
     * @param isRepeat whether it tells of a frame that has been seen, and so of nothing
     * @param state to remember
     * @param events to tell, ends before beginnings
     */
    public record Step(boolean isRepeat, CameraState state, List<LabelEvent> events) {}

    /** @param rules of all cameras */
    public Intervals(IntervalRules rules) {
        this.rules = rules;
    }

    /**
     * Takes the next labelled frame of a camera.
     *
     * @param before what is remembered of it; empty for its first frame
     */
    public Step after(String camera, Optional<CameraState> before, Evidence answer) {
        CameraState state = before.orElseGet(() -> CameraState.before(answer));
        if (state.hasSeen(answer)) {
            return new Step(true, state, List.of());
        }
        if (!state.isCutOffFrom(answer, rules.gap())) {
            return advance(camera, state, answer);
        }
        List<LabelEvent> events = new ArrayList<>(ends(camera, state));
        Step first = advance(camera, CameraState.before(answer), answer);
        events.addAll(first.events());
        return new Step(false, first.state(), events);
    }

    /** The ends of all that is open, when a camera is to be forgotten. */
    public List<LabelEvent> ends(String camera, CameraState state) {
        Origin origin = new Origin(camera, state.session());
        return state.tracks().stream()
                .flatMap(track -> track.interval().stream().map(span -> origin.ended(track.of(), span)))
                .toList();
    }

    private Step advance(String camera, CameraState before, Evidence answer) {
        Instant at = before.at().isAfter(answer.capturedAt()) ? before.at() : answer.capturedAt();
        double gain = rules.gain(answer.weight(), Duration.between(before.at(), at));
        List<Track> after = classes(before, answer).stream()
                .map(track -> track.after(answer.of(track.of(), gain), answer.sequence(), at, rules))
                .toList();
        CameraState state = new CameraState(answer.session(), answer.sequence(), at, worthKeeping(after));
        return new Step(false, state, changes(new Origin(camera, answer.session()), before.tracks(), state.tracks()));
    }

    /** Those remembered, then those that the answer names for the first time. */
    private static List<Track> classes(CameraState before, Evidence answer) {
        List<Track> tracks = new ArrayList<>(before.tracks());
        Set<LabelClass> named = new LinkedHashSet<>(answer.scores().keySet());
        before.tracks().forEach(track -> named.remove(track.of()));
        named.forEach(of -> tracks.add(Track.quiet(of)));
        return tracks;
    }

    private static List<Track> worthKeeping(List<Track> tracks) {
        return tracks.stream()
                .filter(track -> !track.isNegligible())
                .sorted(WORTH_KEEPING)
                .limit(MOST_TRACKS)
                .toList();
    }

    private static List<LabelEvent> changes(Origin origin, List<Track> before, List<Track> after) {
        Set<LabelClass> openBefore = open(before);
        Set<LabelClass> openAfter = open(after);
        List<LabelEvent> events = new ArrayList<>();
        before.stream()
                .filter(track -> !openAfter.contains(track.of()))
                .forEach(track -> track.interval().ifPresent(span -> events.add(origin.ended(track.of(), span))));
        after.stream()
                .filter(track -> !openBefore.contains(track.of()))
                .forEach(track -> track.interval().ifPresent(span -> events.add(origin.started(track.of(), span))));
        return events;
    }

    private static Set<LabelClass> open(List<Track> tracks) {
        return tracks.stream().filter(Track::isOpen).map(Track::of).collect(Collectors.toSet());
    }

    /** Whose events. */
    private record Origin(String camera, String session) {
        LabelEvent started(LabelClass of, Span span) {
            return event(of, span).setPhase(EventPhase.STARTED).build();
        }

        LabelEvent ended(LabelClass of, Span span) {
            return event(of, span).setPhase(EventPhase.ENDED).setEnd(span.end()).build();
        }

        private LabelEvent.Builder event(LabelClass of, Span span) {
            Tally frames = span.supported();
            OptionalDouble fidelity = frames.meanFidelity();
            return LabelEvent.newBuilder()
                    .setId(id(of, span))
                    .setCamera(camera)
                    .setIndex(of.index())
                    .setLabel(of.name())
                    .setStart(span.start())
                    .setFrames(frames.frames())
                    .setMeanScore(frames.meanScore())
                    .setStability(frames.stability())
                    .setMeanFidelity(fidelity.isPresent() ? fidelity.getAsDouble() : null);
        }

        /** With the name, too: models that take turns may have two at one index. */
        private String id(LabelClass of, Span span) {
            return Stream.of(camera, session, String.valueOf(span.sequence()), String.valueOf(of.index()), of.name())
                    .map(Origin::withoutSlash)
                    .collect(Collectors.joining("/"));
        }

        /** As in a URL, so that what stands between slashes is one part. */
        private static String withoutSlash(String part) {
            return part.replace("%", "%25").replace("/", "%2F");
        }
    }
}
