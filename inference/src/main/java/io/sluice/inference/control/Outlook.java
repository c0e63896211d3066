package io.sluice.inference.control;

import io.sluice.inference.model.CalibratedPoint;
import java.time.Duration;
import java.util.Locale;

/**
 * What is to be expected of a rung under a load; see {@link SlackController} for the formula.
 *
 * @param load what it meets
 * @param rung the operating point
 * @param batch the size that suits it best, in frames: small where that will do
 * @param capacity frames per second
 * @param share of the frames that are answered in time, 0 to 1
 * @param inTime whether the most urgent frame is
 */
record Outlook(LoadSnapshot load, CalibratedPoint rung, int batch, double capacity, double share, boolean inTime) {
    /** Share of a point's capacity that the backlog may claim; the rest is for what prediction does not know. */
    private static final double DRAIN = 0.85;

    /** Share of the arrivals of late that is expected to go on: bursts end. */
    private static final double EXPECTED = 0.25;

    /** @param headroom that is wanted, in multiples of the demand */
    static Outlook of(LoadSnapshot load, CalibratedPoint rung, double headroom) {
        Outlook best = of(load, rung, 1, headroom);
        for (int size : rung.service().byBatch().keySet()) {
            if (best.suffices()) {
                break;
            }
            Outlook larger = of(load, rung, Math.min(size, load.maxBatch()), headroom);
            boolean allowed = larger.inTime || !best.inTime;
            best = allowed && larger.capacity > best.capacity ? larger : best;
        }
        return best;
    }

    private static Outlook of(LoadSnapshot load, CalibratedPoint rung, int batch, double headroom) {
        double capacity = load.lanes() * batch / (seconds(rung.service().of(batch)) * load.slowdown());
        double horizon = seconds(load.deadline());
        double arrivals = headroom * load.arrivalsPerSecond();
        double drained = DRAIN * capacity * horizon / (headroom * load.backlog() + EXPECTED * arrivals * horizon);
        double share = Math.min(1, Math.min(drained, capacity / arrivals));
        double service = seconds(rung.service().of(Math.max(batch, load.taken()))) * load.slowdown();
        return new Outlook(load, rung, batch, capacity, share, service <= seconds(load.slack()));
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    /** Whether every frame is answered in time. */
    boolean suffices() {
        return inTime && share >= 1;
    }

    /** Why this rung is needed, one sentence. */
    String reason() {
        if (!inTime) {
            return format(
                    "The most urgent frame has %.0f ms left, too little for any point: the fastest catches up.",
                    1e3 * seconds(load.slack()));
        }
        String demand = format("%.1f frames/s arrive and %d wait", load.arrivalsPerSecond(), load.backlog());
        return share >= 1
                ? format("%s: this is the best point that answers them in time, at %.1f frames/s.", demand, capacity)
                : format(
                        "%s, more than any point answers in time: this is the fastest, at %.1f frames/s.",
                        demand, capacity);
    }

    /** Why it may be returned to, one sentence. */
    String reasonToRise(Duration dwell) {
        return format(
                "For %.1f s load has left room for better points: %.1f frames/s arrive, this one serves %.1f.",
                seconds(dwell), load.arrivalsPerSecond(), capacity);
    }

    private static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }
}
