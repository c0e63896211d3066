package io.sluice.deploy.bench.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Recorded arrivals, stretched or compressed in time so that the mean rate of the whole trace is a multiple of the dense
 * model's capacity, and dealt to the cameras in turn. A trace that ends too soon is played again from its beginning.
 *
 * @param trace the arrivals
 * @param meanLoad mean of the whole trace in multiples; the part that is played may have another
 * @param from where in the scaled trace the run begins
 */
public record TraceLoad(ArrivalTrace trace, double meanLoad, Duration from) implements Load {
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
        double stretch = trace.perSecond() / (meanLoad * demand.capacity());
        double period = trace.length() * stretch;
        double first = from.toNanos() / 1e9;
        double end = first + demand.seconds();
        List<Arrival> arrivals = new ArrayList<>();
        for (double lap = Math.floor(first / period) * period; lap < end; lap += period) {
            for (int i = 0; i < trace.count(); i++) {
                double second = lap + trace.second(i) * stretch;
                if (second >= first && second < end) {
                    arrivals.add(Arrival.atSecond(second - first, arrivals.size() % demand.cameras()));
                }
            }
        }
        return List.copyOf(arrivals);
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
