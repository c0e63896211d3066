package io.sluice.inference.control;

import io.sluice.inference.model.Ladder;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Chooses the most faithful operating point that answers every waiting frame in time.
 *
 * <p>With {@code H} the deadline, {@code n} frames waiting, arrivals of {@code a} per second and a point that serves
 * {@code c = lanes * batch / service(batch)} frames per second, the point is expected to answer in time the share
 *
 * <pre>  min(1, DRAIN * c * H / (n + EXPECTED * a * H), c / a)</pre>
 *
 * of what waits and comes ({@link Outlook}): the first bound is that the backlog drains within the deadline although more
 * arrives, the second that arrivals can be sustained at all. Service times are the calibrated ones times the slowdown
 * observed lately. Then
 *
 * <ol>
 *   <li>when the most urgent frame is late even at the fastest point and others wait behind it, that point is taken until the
 *       lateness is gone; a frame that came late, and holds up nobody, is none of load's business;
 *   <li>else the best point of share 1 that keeps the most urgent frame inside its deadline;
 *   <li>else the fastest, and it is {@link Triage} that gives frames up: tokens go before frames.
 * </ol>
 *
 * <p>A faster point is taken at once, when the present one could not bear even a little less than the demand. A better one
 * is taken when for the whole {@link Decision.Patience dwell} some better one could have borne a little more; and a rise
 * that had to be taken back under the same load doubles the dwell, until load is clearly less, so that a mistaken service
 * time cannot make the point oscillate.
 *
 * <p>Of the batch sizes that were calibrated it takes the smallest that suffices, and none that a frame's deadline does not
 * allow; when none does, the one that serves most.
 */
public final class SlackController implements LoadController {
    /** A point that serves is left only when it could not bear this many times the demand. */
    private static final double LENIENCE = 0.85;

    /** A better point must bear this many times the demand. */
    private static final double HEADROOM = 1.1;

    private static final Duration SHORTEST_DWELL = Duration.ofMillis(250);
    private static final Duration LONGEST_DWELL = Duration.ofSeconds(30);

    /** A rise that is taken back this soon was a mistake. */
    private static final Duration PROBATION = Duration.ofSeconds(5);

    /** Arrivals that differ by less than this factor are the same load. */
    private static final double SAME_LOAD = 1.3;

    /** Beyond the chance of random arrivals. */
    private static final double CLEARLY_LESS = 2;

    @Override
    public Decision decide(LoadSnapshot load, Ladder ladder, Decision previous) {
        return decided(holdsUpNobody(load, ladder) ? load.unhurried() : load, ladder, previous);
    }

    private static boolean holdsUpNobody(LoadSnapshot load, Ladder ladder) {
        return load.backlog() <= (long) load.lanes() * load.taken()
                && !Outlook.of(load, ladder.fastest(), 1).inTime();
    }

    private static Decision decided(LoadSnapshot load, Ladder ladder, Decision previous) {
        Decision.Patience patience = patience(load, previous);
        int now = place(ladder, previous);
        if (now < 0) {
            return faster(choose(load, ladder, HEADROOM), patience);
        }
        Outlook current = Outlook.of(load, ladder.rungs().get(now), LENIENCE);
        Outlook needed = current.suffices() ? current : choose(load, ladder, 1);
        if (place(ladder, needed) > now) {
            return faster(needed, takenBack(load, previous) ? longer(load, patience) : patience);
        }
        Outlook possible = choose(load, ladder, HEADROOM);
        if (place(ladder, possible) >= now || !possible.suffices()) {
            return stay(previous, current, Optional.empty(), patience);
        }
        Instant calmSince = previous.calmSince().orElse(load.at());
        return hasPassed(patience.dwell(), calmSince, load.at())
                ? better(load, possible, patience)
                : stay(previous, current, Optional.of(calmSince), patience);
    }

    private static Decision faster(Outlook needed, Decision.Patience patience) {
        return new Decision(
                needed.rung().point(), needed.batch(), needed.reason(), Optional.empty(), Optional.empty(), patience);
    }

    private static Decision better(LoadSnapshot load, Outlook possible, Decision.Patience patience) {
        return new Decision(
                possible.rung().point(),
                possible.batch(),
                possible.reasonToRise(patience.dwell()),
                Optional.of(new Decision.Raise(load.at(), load.arrivalsPerSecond())),
                Optional.empty(),
                patience);
    }

    private static Decision stay(
            Decision previous, Outlook current, Optional<Instant> calmSince, Decision.Patience patience) {
        return new Decision(
                previous.point(), current.batch(), previous.reason(), previous.raised(), calmSince, patience);
    }

    /** From 0 for the best; -1 for a point that has left the ladder. */
    private static int place(Ladder ladder, Decision previous) {
        return ladder.rung(previous.point()).map(ladder.rungs()::indexOf).orElse(-1);
    }

    private static int place(Ladder ladder, Outlook outlook) {
        return ladder.rungs().indexOf(outlook.rung());
    }

    /** A rise that has held, or load that is clearly less, makes mistakes forgotten. */
    private static Decision.Patience patience(LoadSnapshot load, Decision previous) {
        boolean held = previous.raised()
                .filter(raise -> hasPassed(PROBATION, raise.at(), load.at()))
                .isPresent();
        boolean less =
                load.arrivalsPerSecond() * CLEARLY_LESS < previous.patience().arrivalsPerSecond();
        boolean none = previous.patience().dwell().compareTo(SHORTEST_DWELL) < 0;
        return held || less || none ? new Decision.Patience(SHORTEST_DWELL, 0) : previous.patience();
    }

    private static boolean takenBack(LoadSnapshot load, Decision previous) {
        return previous.raised()
                .filter(raise -> !hasPassed(PROBATION, raise.at(), load.at()))
                .filter(raise -> load.arrivalsPerSecond() <= SAME_LOAD * raise.arrivalsPerSecond())
                .isPresent();
    }

    private static Decision.Patience longer(LoadSnapshot load, Decision.Patience patience) {
        Duration doubled = patience.dwell().multipliedBy(2);
        return new Decision.Patience(
                doubled.compareTo(LONGEST_DWELL) < 0 ? doubled : LONGEST_DWELL, load.arrivalsPerSecond());
    }

    /** A clock that was set back must not stop the time. */
    private static boolean hasPassed(Duration span, Instant since, Instant now) {
        Duration passed = Duration.between(since, now);
        return passed.isNegative() || passed.compareTo(span) >= 0;
    }

    /** @param headroom that the chosen point must have, in multiples of the demand */
    private static Outlook choose(LoadSnapshot load, Ladder ladder, double headroom) {
        return ladder.rungs().stream()
                .map(rung -> Outlook.of(load, rung, headroom))
                .filter(Outlook::suffices)
                .findFirst()
                .orElseGet(() -> Outlook.of(load, ladder.fastest(), headroom));
    }
}
