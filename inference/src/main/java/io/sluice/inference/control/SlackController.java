package io.sluice.inference.control;

import io.sluice.inference.model.CalibratedPoint;
import io.sluice.inference.model.Ladder;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Chooses the most faithful operating point that answers every waiting frame in time.
 *
 * <p>With {@code H} the deadline, {@code n} frames waiting, arrivals of {@code a} per second and a point that serves
 * {@code c = lanes * batch / service(batch)} frames per second, the point is expected to answer in time the share
 *
 * <pre>  min(1, DRAIN * c * H / (n + EXPECTED * a * H), c / a)</pre>
 *
 * of what waits and comes: the first bound is that the backlog drains within the deadline although more arrives, the second
 * that arrivals can be sustained at all. Service times are the calibrated ones times the slowdown observed lately. Then
 *
 * <ol>
 *   <li>when the most urgent frame is late even at the fastest point, that point is taken until the lateness is gone;
 *   <li>else the best point of share 1 that keeps the most urgent frame inside its deadline;
 *   <li>else the fastest, and it is {@link Triage} that gives frames up: tokens go before frames.
 * </ol>
 *
 * <p>A faster point is taken at once, when the present one could not bear even a little less than the demand. A better one
 * is taken only when it could have borne a little more for the whole {@link Decision#dwell dwell}; and a rise that had to
 * be taken back under the same load doubles the dwell, so that a mistaken service time cannot make the point oscillate.
 *
 * <p>Of the batch sizes that were calibrated it takes the smallest that suffices, and none that a frame's deadline does not
 * allow.
 */
public final class SlackController implements LoadController {
    /** Share of a point's capacity that the backlog may claim; the rest is for what prediction does not know. */
    private static final double DRAIN = 0.85;

    /** Share of the arrivals of late that is expected to go on: bursts end. */
    private static final double EXPECTED = 0.25;

    /** A point that serves is left only when it could not bear this many times the demand. */
    private static final double LENIENCE = 0.85;

    /** A better point must bear this many times the demand. */
    private static final double HEADROOM = 1.1;

    private static final Duration SHORTEST_DWELL = Duration.ofMillis(250);
    private static final Duration LONGEST_DWELL = Duration.ofSeconds(30);

    /** A rise that is taken back this soon was a mistake. */
    private static final Duration PROBATION = Duration.ofSeconds(5);

    /** Arrivals that have grown by less than this are the same load. */
    private static final double SAME_LOAD = 1.3;

    @Override
    public Decision decide(LoadSnapshot load, Ladder ladder, Decision previous) {
        Duration dwell = dwell(load, previous);
        int now = place(ladder, previous);
        if (now < 0) {
            return faster(load, choose(load, ladder, 1), dwell);
        }
        Outlook current = outlook(load, ladder, now, LENIENCE);
        Outlook needed = current.suffices() ? current : choose(load, ladder, 1);
        if (needed.place() > now) {
            return faster(load, needed, takenBack(load, previous) ? longer(dwell) : dwell);
        }
        Outlook possible = choose(load, ladder, HEADROOM);
        if (possible.place() >= now || !possible.suffices()) {
            return stay(previous, current, Optional.empty(), dwell);
        }
        Instant calmSince = previous.calmSince().orElse(load.at());
        return Duration.between(calmSince, load.at()).compareTo(dwell) < 0
                ? stay(previous, current, Optional.of(calmSince), dwell)
                : better(load, possible, dwell);
    }

    private static Decision faster(LoadSnapshot load, Outlook needed, Duration dwell) {
        return new Decision(
                needed.rung().point(), needed.batch(), needed.reason(load), Optional.empty(), Optional.empty(), dwell);
    }

    private static Decision better(LoadSnapshot load, Outlook possible, Duration dwell) {
        return new Decision(
                possible.rung().point(),
                possible.batch(),
                possible.reasonToRise(load, dwell),
                Optional.of(new Decision.Raise(load.at(), load.arrivalsPerSecond())),
                Optional.empty(),
                dwell);
    }

    private static Decision stay(Decision previous, Outlook current, Optional<Instant> calmSince, Duration dwell) {
        return new Decision(previous.point(), current.batch(), previous.reason(), previous.raised(), calmSince, dwell);
    }

    /** A point that is no longer on the ladder counts as the best: the way from there is to any point at once. */
    private static int place(Ladder ladder, Decision previous) {
        return IntStream.range(0, ladder.rungs().size())
                .filter(place -> ladder.rungs().get(place).point().equals(previous.point()))
                .findFirst()
                .orElse(-1);
    }

    /** A rise that has held makes mistakes before it forgotten. */
    private static Duration dwell(LoadSnapshot load, Decision previous) {
        boolean held = previous.raised()
                .map(raise -> Duration.between(raise.at(), load.at()).compareTo(PROBATION) >= 0)
                .orElse(false);
        return held || previous.dwell().compareTo(SHORTEST_DWELL) < 0 ? SHORTEST_DWELL : previous.dwell();
    }

    private static boolean takenBack(LoadSnapshot load, Decision previous) {
        return previous.raised()
                .filter(raise -> Duration.between(raise.at(), load.at()).compareTo(PROBATION) < 0)
                .filter(raise -> load.arrivalsPerSecond() <= SAME_LOAD * raise.arrivalsPerSecond())
                .isPresent();
    }

    private static Duration longer(Duration dwell) {
        Duration doubled = dwell.multipliedBy(2);
        return doubled.compareTo(LONGEST_DWELL) < 0 ? doubled : LONGEST_DWELL;
    }

    /** @param headroom that the chosen point must have, in multiples of the demand */
    private static Outlook choose(LoadSnapshot load, Ladder ladder, double headroom) {
        int last = ladder.rungs().size() - 1;
        Outlook outlook = outlook(load, ladder, 0, headroom);
        for (int place = 1; place <= last && !outlook.suffices(); place++) {
            outlook = outlook(load, ladder, place, headroom);
        }
        return outlook;
    }

    /** What is to be expected of the rung at {@code place}, in the batch size that suits it best: small where that will do. */
    private static Outlook outlook(LoadSnapshot load, Ladder ladder, int place, double headroom) {
        CalibratedPoint rung = ladder.rungs().get(place);
        Outlook best = outlook(load, rung, place, 1, headroom);
        for (int batch : rung.service().byBatch().keySet()) {
            if (best.suffices()) {
                break;
            }
            Outlook larger = outlook(load, rung, place, Math.min(batch, load.maxBatch()), headroom);
            best = larger.inTime() && larger.share() > best.share() ? larger : best;
        }
        return best;
    }

    private static Outlook outlook(LoadSnapshot load, CalibratedPoint rung, int place, int batch, double headroom) {
        double service = seconds(rung.service().of(batch)) * load.slowdown();
        double capacity = load.lanes() * batch / service;
        double horizon = seconds(load.deadline());
        double arrivals = headroom * load.arrivalsPerSecond();
        double drained = DRAIN * capacity * horizon / (headroom * load.backlog() + EXPECTED * arrivals * horizon);
        double share = Math.min(1, Math.min(drained, capacity / arrivals));
        return new Outlook(rung, place, batch, capacity, share, service <= seconds(load.slack()));
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    /**
     * What is to be expected of a rung.
     *
     * @param place on the ladder, from 0 for the best
     * @param capacity frames per second
     * @param share of the frames that are answered in time, 0 to 1
     * @param inTime whether the most urgent frame is
     */
    private record Outlook(CalibratedPoint rung, int place, int batch, double capacity, double share, boolean inTime) {
        /** Whether every frame is answered in time. */
        boolean suffices() {
            return inTime && share >= 1;
        }

        String reason(LoadSnapshot load) {
            if (!inTime) {
                return format(
                        "The oldest frame has %.0f ms left, too little for any point: the fastest catches up.",
                        1e3 * seconds(load.slack()));
            }
            String demand = format("%.1f frames/s arrive and %d wait", load.arrivalsPerSecond(), load.backlog());
            return share >= 1
                    ? format(
                            "%s: this is the best point that answers them in time, at %.1f frames/s.", demand, capacity)
                    : format(
                            "%s, more than any point answers in time: this is the fastest, at %.1f frames/s.",
                            demand, capacity);
        }

        String reasonToRise(LoadSnapshot load, Duration dwell) {
            return format(
                    "For %.1f s load has left room for this point: %.1f frames/s arrive, it serves %.1f.",
                    seconds(dwell), load.arrivalsPerSecond(), capacity);
        }

        private static String format(String text, Object... values) {
            return String.format(Locale.ROOT, text, values);
        }
    }
}
