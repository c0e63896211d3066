package io.sluice.deploy.bench.load;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * How soon all is well again after a moment: the first second of which 95 % of the frames fulfil a condition begins so long
 * after it. Where none does before the next trouble, the time until then.
 *
 * @param moment its name
 * @param inTimeSeconds until frames are answered in time
 * @param bestSeconds until frames are answered at the best point that the policy has
 */
public record Recovery(String moment, double inTimeSeconds, double bestSeconds) {
    private static final double SHARE = 0.95;
    private static final double WINDOW_SECONDS = 1;

    /**
     * After one moment.
     *
     * @param frames of a run, in order of time
     * @param best the point that answers are at when all is well
     */
    static Recovery after(Moment moment, List<FrameFate> frames, Duration deadline, Fate.Point best) {
        return new Recovery(
                moment.name(),
                seconds(moment, frames, frame -> frame.inTime(deadline)),
                seconds(
                        moment,
                        frames,
                        frame -> frame.fate() instanceof Fate.Labelled labelled
                                && labelled.point().equals(best)));
    }

    private static double seconds(Moment moment, List<FrameFate> frames, Predicate<FrameFate> well) {
        List<FrameFate> after = frames.stream()
                .filter(frame -> isWithin(frame, moment.second(), moment.untilSecond()))
                .toList();
        return after.stream()
                .mapToDouble(frame -> frame.arrival().second())
                .filter(begin -> isWell(begin, after, well))
                .map(begin -> begin - moment.second())
                .findFirst()
                .orElse(moment.untilSecond() - moment.second());
    }

    private static boolean isWell(double begin, List<FrameFate> frames, Predicate<FrameFate> well) {
        List<FrameFate> window = frames.stream()
                .filter(frame -> isWithin(frame, begin, begin + WINDOW_SECONDS))
                .toList();
        return window.stream().filter(well).count() >= SHARE * window.size();
    }

    private static boolean isWithin(FrameFate frame, double from, double to) {
        double second = frame.arrival().second();
        return second >= from && second < to;
    }

    /** Mean of several of one name. */
    static Recovery mean(String moment, List<Recovery> recoveries) {
        return new Recovery(
                moment,
                recoveries.stream()
                        .mapToDouble(Recovery::inTimeSeconds)
                        .average()
                        .orElseThrow(),
                recoveries.stream().mapToDouble(Recovery::bestSeconds).average().orElseThrow());
    }
}
