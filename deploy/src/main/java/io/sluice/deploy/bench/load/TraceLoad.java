package io.sluice.deploy.bench.load;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Recorded arrivals: as many of them as make the mean of the run the one that is asked for, stretched or compressed evenly to
 * last as long as the run, and dealt to the cameras in turn. A trace that ends too soon is played again from its beginning.
 *
 * @param trace the arrivals
 * @param meanLoad mean of the run, in multiples of the dense model's capacity
 * @param from where in the trace, in its own time, the run begins
 */
public record TraceLoad(ArrivalTrace trace, double meanLoad, Duration from) implements Load {
    /** Arrivals may be at the same time. */
    private static final double SHORTEST_SPAN = 1e-9;

    public TraceLoad {
        if (!(meanLoad > 0) || Double.isInfinite(meanLoad) || from.isNegative()) {
            throw new IllegalArgumentException("Expected a mean load above zero and a start of zero or more, found "
                    + meanLoad + " and " + from.toMillis() + " ms.");
        }
    }

    @Override
    public String name() {
        return trace.name();
    }

    @Override
    public List<Arrival> arrivals(Demand demand) {
        int count = (int) Math.max(1, Math.round(meanLoad * demand.capacity() * demand.seconds()));
        int first = first();
        double begin = trace.repeatedSecond(first);
        double span = Math.max(SHORTEST_SPAN, trace.repeatedSecond(first + count) - begin);
        double stretch = demand.seconds() / span;
        return IntStream.range(0, count)
                .mapToObj(i ->
                        Arrival.atSecond((trace.repeatedSecond(first + i) - begin) * stretch, i % demand.cameras()))
                .toList();
    }

    private int first() {
        double second = from.toNanos() / 1e9 % trace.length();
        return IntStream.range(0, trace.count())
                .filter(i -> trace.second(i) >= second)
                .findFirst()
                .orElse(0);
    }

    @Override
    public List<Moment> moments(Demand demand) {
        return List.of();
    }

    @Override
    public Optional<Trouble> trouble(Demand demand) {
        return Optional.empty();
    }
}
