package io.sluice.inference.control;

import io.sluice.inference.model.CalibratedPoint;
import io.sluice.inference.model.Ladder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Asks the controller before each batch and remembers its decision, and obeys operators: a point that one of them has pinned
 * comes before one that was pinned at the start, and that before what the controller chooses. Safe for use by all lanes.
 */
public final class ControlLoop {
    /** While all frames are given up no batch is run, and nobody would find out that load is gone. */
    private static final Duration OVERLOAD_MEMORY = Duration.ofSeconds(1);

    private final Steering steering;
    private final int maxBatch;
    private final Consumer<Change> changes;
    private Ladder ladder;
    private Decision advised;
    private Directives directives = Directives.NONE;
    private Optional<CalibratedPoint> pinned;
    private volatile Choice current;
    private volatile Triage triage;
    /** When a batch last met more than the fastest point can answer in time; null when the last one did not. */
    private volatile Instant overloaded;

    /**
     * A change of operating point, or another answer to an operator.
     *
     * @param from the decision until now; empty at the start
     * @param to the decision from now on; at the same point when what changed is something else, or nothing
     * @param load what it was decided on
     * @param served what served until now
     * @param dryRun whether it is only what would have been done
     */
    public record Change(
            Optional<Decision> from, Decision to, LoadSnapshot load, CalibratedPoint served, boolean dryRun) {
        /** Whether another point serves from now on. */
        public boolean isOfPoint() {
            return !dryRun
                    && from.map(Decision::point)
                            .filter(before -> !before.equals(to.point()))
                            .isPresent();
        }
    }

    /**
     * What serves.
     *
     * @param rung how the next batch is run, with what is known of that
     * @param batchBound largest batch, in frames
     */
    public record Choice(CalibratedPoint rung, int batchBound) {}

    /**
     * Starts with the best point, or the pinned one.
     *
     * @param maxBatch largest batch, in frames
     * @param changes told of each change of operating point, on the thread that asked; must not block
     */
    public ControlLoop(Steering steering, int maxBatch, Consumer<Change> changes) {
        this.steering = steering;
        this.maxBatch = maxBatch;
        this.changes = changes;
        this.ladder = steering.ladder();
        this.pinned = steering.pinned();
        this.triage = new Triage(steering.cameras(), directives);
        this.advised = Decision.first(
                ladder.best().point(),
                maxBatch,
                ladder.rungs().size() == 1
                        ? "There is no other operating point."
                        : "This is the most faithful point of the ladder, and nothing has arrived yet.");
        this.current = choice();
    }

    /** Publishes the decision that is in force, as the first. */
    public synchronized void announce(LoadSnapshot load) {
        tell(Optional.empty(), load);
    }

    /** What serves now. */
    public Choice current() {
        return current;
    }

    /** What the cameras ask for; what they weigh is another matter once operators have had a say. */
    public CameraPolicies cameras() {
        return steering.cameras();
    }

    /**
     * Why a frame is given up; empty when it is not.
     *
     * @param camera that it is of
     * @param answerAge how old its answer would be at the fastest point
     */
    public Optional<Triage.GivenUp> reasonToShed(String camera, Duration answerAge, Instant now) {
        return triage.reasonToShed(camera, answerAge, now, isOverloaded(now));
    }

    /** The point of least service time that may serve. */
    public synchronized CalibratedPoint fastest() {
        return pinned.map(this::asKnownNow).orElseGet(ladder::fastest);
    }

    /** Whether frames have to give way, even at the fastest point. */
    private boolean isOverloaded(Instant now) {
        Instant since = overloaded;
        return since != null && Duration.between(since, now).compareTo(OVERLOAD_MEMORY) < 0;
    }

    /** What serves a batch that is about to be run under {@code load}. */
    public synchronized Choice next(LoadSnapshot load) {
        Decision from = advised;
        advised = steering.controller().decide(load, ladder, from);
        if (!advised.point().equals(from.point())) {
            tell(Optional.of(from), load);
        }
        if (pinned.isEmpty() && changed(from)) {
            current = choice();
        }
        overloaded = load.overloads(fastest()) ? load.at() : null;
        return current;
    }

    /** The operating points to choose from now on. */
    public synchronized void use(Ladder other) {
        ladder = other;
        if (pinned.isPresent() || ladder.rung(advised.point()).isPresent()) {
            current = choice();
        }
    }

    /**
     * Obeys operators as far as that can be done, and tells of it as of changes: one for the pin, and one for all weights.
     *
     * @param asked what they ask for, one after the other
     * @param load what is known of it now
     * @return what came of it; empty when it was in force already
     */
    public synchronized List<Ruling> obey(List<Directive> asked, LoadSnapshot load) {
        Directives before = directives;
        directives = before.after(asked);
        List<Ruling> rulings = new Rulings(before, directives, steering).on(asked);
        if (!directives.weights().equals(before.weights())) {
            triage = new Triage(steering.cameras(), directives);
        }
        Choice served = current;
        pinned = directives
                .pin()
                .flatMap(pin -> steering.calibrated(pin.point()))
                .or(steering::pinned);
        current = choice();
        for (Ruling ruling : rulings) {
            tell(served, ruling, load);
            served = current;
        }
        return rulings;
    }

    private void tell(Choice served, Ruling ruling, LoadSnapshot load) {
        changes.accept(
                new Change(Optional.of(decided(served, ruling)), decided(current, ruling), load, served.rung(), false));
    }

    private static Decision decided(Choice choice, Ruling ruling) {
        return Decision.first(choice.rung().point(), choice.batchBound(), ruling.sentence());
    }

    private void tell(Optional<Decision> from, LoadSnapshot load) {
        changes.accept(new Change(from, advised, load, current.rung(), pinned.isPresent()));
    }

    private boolean changed(Decision from) {
        return !advised.point().equals(from.point()) || advised.batchBound() != from.batchBound();
    }

    private Choice choice() {
        return pinned.map(rung -> new Choice(asKnownNow(rung), maxBatch)).orElseGet(this::advisedChoice);
    }

    /** A pinned point may be none of the ladder. */
    private CalibratedPoint asKnownNow(CalibratedPoint rung) {
        return ladder.rung(rung.point()).orElse(rung);
    }

    private Choice advisedChoice() {
        CalibratedPoint rung = ladder.rung(advised.point())
                .or(() -> steering.ladder().rung(advised.point()))
                .orElseThrow(() -> new IllegalStateException(
                        "The controller chose " + advised.point() + ", which is not on the ladder."));
        return new Choice(rung, advised.batchBound());
    }
}
