package io.sluice.inference.stream.events;

import io.sluice.schemas.FrameLabels;
import io.sluice.schemas.Label;
import io.sluice.schemas.LabelEvent;
import io.sluice.schemas.Outcome;
import io.sluice.schemas.Quality;
import io.sluice.schemas.RecordPosition;
import io.sluice.schemas.Timings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The answers to the frames of one camera, as they stand on the labels topic. */
final class Film {
    static final String CAMERA = "gate";
    static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final List<FrameLabels> answers = new ArrayList<>();
    private String session = "s1";
    private long sequence;
    private Instant at = NOON;

    List<FrameLabels> answers() {
        return List.copyOf(answers);
    }

    Film pause(Duration duration) {
        at = at.plus(duration);
        return this;
    }

    Film session(String name) {
        session = name;
        sequence = 0;
        return this;
    }

    Film startingAt(long first) {
        sequence = first;
        return this;
    }

    /** {@code frames} frames, ten a second, that show class {@code index} with {@code score}. */
    Film show(int frames, int index, double score) {
        for (int frame = 0; frame < frames; frame++) {
            labelled(1.0, label(index, score));
            pause(Duration.ofMillis(100));
        }
        return this;
    }

    /** One frame now. */
    Film labelled(Double fidelity, Label... labels) {
        answers.add(answer(Outcome.LABELLED)
                .setLabels(List.of(labels))
                .setQuality(new Quality("m@1", fidelity == null ? "ppt:r=50" : "none", "FLOAT32", 10, 5, 1.0, fidelity))
                .build());
        return this;
    }

    /** One frame now that was given up. */
    Film given(Outcome outcome) {
        answers.add(answer(outcome).setReason("load").build());
        return this;
    }

    static Label label(int index, double score) {
        return new Label(index, "class " + index, (float) score);
    }

    private FrameLabels.Builder answer(Outcome outcome) {
        return FrameLabels.newBuilder()
                .setCamera(CAMERA)
                .setSession(session)
                .setSequence(sequence++)
                .setSource(new RecordPosition("sluice.frames", 0, sequence))
                .setOutcome(outcome)
                .setLabels(List.of())
                .setTimings(Timings.newBuilder()
                        .setCaptured(at)
                        .setReceived(at)
                        .setPublished(at)
                        .build());
    }

    /** What anything may happen in: irregular frames, several classes, gaps, sessions, answers given up, clocks that step. */
    static Film random(long seed) {
        return random(seed, Duration.ZERO);
    }

    /** The same film, so much later. */
    static Film random(long seed, Duration later) {
        Random random = new Random(seed);
        Film film = new Film().pause(later);
        int shown = 0;
        for (int frame = 0; frame < 400; frame++) {
            shown = random.nextInt(20) == 0 ? random.nextInt(4) : shown;
            film.pause(Duration.ofMillis(1 + random.nextInt(200)));
            film.happen(random, shown);
        }
        return film;
    }

    private void happen(Random random, int shown) {
        switch (random.nextInt(60)) {
            case 0 -> pause(Duration.ofSeconds(1 + random.nextInt(4)));
            case 1 -> session("s" + random.nextInt(1_000_000));
            case 2 -> pause(Duration.ofMillis(-random.nextInt(900)));
            case 3, 4, 5 -> given(random.nextBoolean() ? Outcome.SHED : Outcome.REJECTED);
            default -> {
                double score = Math.sqrt(random.nextDouble()); // rather high
                Double fidelity = random.nextInt(10) == 0 ? null : random.nextDouble();
                labelled(fidelity, inOrder(shown, score, random.nextInt(4), (1 - score) * random.nextDouble()));
            }
        }
    }

    private static Label[] inOrder(int one, double score, int other, double less) {
        if (one == other) {
            return new Label[] {label(one, score)};
        }
        return score >= less
                ? new Label[] {label(one, score), label(other, less)}
                : new Label[] {label(other, less), label(one, score)};
    }

    /** All events of a film, with the ends of what is open when it is over. */
    static List<LabelEvent> events(List<FrameLabels> answers, IntervalRules rules) {
        Intervals intervals = new Intervals(rules);
        Optional<CameraState> state = Optional.empty();
        List<LabelEvent> events = new ArrayList<>();
        for (FrameLabels answer : answers) {
            Optional<Evidence> evidence = Evidence.of(answer);
            if (evidence.isPresent()) {
                Intervals.Step step = intervals.after(CAMERA, state, evidence.get());
                state = Optional.of(step.state());
                events.addAll(step.events());
            }
        }
        state.ifPresent(last -> events.addAll(intervals.ends(CAMERA, last)));
        return events;
    }
}
