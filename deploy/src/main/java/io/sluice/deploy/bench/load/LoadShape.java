package io.sluice.deploy.bench.load;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** How the rate of all cameras together changes during a run, in multiples of the dense model's capacity. */
public enum LoadShape {
    /** Once, all the time: how often, whoever asks for it says. */
    STEADY {
        @Override
        double multiple(double second, double seconds) {
            return 1;
        }
    },
    /** Half, then one and a half, then half again, a third of the time each. */
    STEP {
        @Override
        double multiple(double second, double seconds) {
            return second >= seconds / 3 && second < 2 * seconds / 3 ? 1.5 : CALM;
        }

        @Override
        List<Moment> moments(Demand demand) {
            double seconds = demand.seconds();
            return List.of(
                    new Moment("rise", seconds / 3, 2 * seconds / 3), new Moment("fall", 2 * seconds / 3, seconds));
        }
    },
    /** From half to three times, evenly. */
    RAMP {
        @Override
        double multiple(double second, double seconds) {
            return CALM + (3 - CALM) * second / seconds;
        }
    },
    /** Half, and every five seconds two and a half times for one second. */
    SPIKES {
        @Override
        double multiple(double second, double seconds) {
            double inPeriod = second % SPIKE_PERIOD_SECONDS;
            return inPeriod >= SPIKE_AT_SECOND && inPeriod < SPIKE_AT_SECOND + 1 ? 2.5 : CALM;
        }

        @Override
        List<Moment> moments(Demand demand) {
            double seconds = demand.seconds();
            return IntStream.iterate(0, spike -> spike + 1)
                    .mapToDouble(spike -> spike * SPIKE_PERIOD_SECONDS + SPIKE_AT_SECOND + 1)
                    .takeWhile(end -> end < seconds)
                    .mapToObj(end -> new Moment("fall", end, Math.min(seconds, end + SPIKE_PERIOD_SECONDS - 1)))
                    .toList();
        }
    },
    /** Cameras of one fixed rate join one by one until all together are twice the capacity; the last to join is the first to leave. */
    JOIN_LEAVE {
        @Override
        double multiple(double second, double seconds) {
            throw new IllegalStateException("Expected to be asked for a camera's share.");
        }

        @Override
        double shareOf(int camera, double second, Demand demand) {
            double leaves = leaves(camera, demand);
            boolean there = second >= demand.seconds() - leaves && second < leaves;
            return there ? 2.0 / demand.cameras() : 0;
        }

        private double leaves(int camera, Demand demand) {
            return demand.seconds() * (1 - 0.5 * camera / demand.cameras());
        }

        @Override
        List<Moment> moments(Demand demand) {
            int stay = (demand.cameras() + 1) / 2 - 1;
            if (stay == 0) {
                return List.of(); // of one or two cameras, the first stays to the end
            }
            double below = leaves(stay, demand);
            return List.of(new Moment("fall", below, demand.seconds()));
        }
    },
    /** Four fifths all the time; in the middle nothing passes to and from the broker for three seconds. */
    BROKER_PAUSE {
        @Override
        double multiple(double second, double seconds) {
            return BUSY;
        }

        @Override
        Optional<Trouble> trouble(double seconds) {
            double half = Math.min(3, seconds / 3) / 2;
            return Optional.of(new Trouble(Trouble.Kind.BROKER_PAUSE, seconds / 2 - half, seconds / 2 + half));
        }
    },
    /** Four fifths all the time; in the middle third, for ten seconds at most, another process takes half of the machine. */
    SLOW_DEVICE {
        @Override
        double multiple(double second, double seconds) {
            return BUSY;
        }

        @Override
        Optional<Trouble> trouble(double seconds) {
            return Optional.of(
                    new Trouble(Trouble.Kind.SLOW_DEVICE, seconds / 3, seconds / 3 + Math.min(10, seconds / 3)));
        }
    };

    private static final double CALM = 0.5;
    private static final double BUSY = 0.8;
    private static final double SPIKE_PERIOD_SECONDS = 5;
    private static final double SPIKE_AT_SECOND = 2;

    /** The rate of all cameras at a second of a run. */
    abstract double multiple(double second, double seconds);

    /** The rate of one camera at a second of a run. */
    double shareOf(int camera, double second, Demand demand) {
        return multiple(second, demand.seconds()) / demand.cameras();
    }

    List<Moment> moments(Demand demand) {
        return trouble(demand.seconds())
                .map(trouble -> List.of(
                        new Moment("rise", trouble.fromSecond(), trouble.toSecond()),
                        new Moment("fall", trouble.toSecond(), demand.seconds())))
                .orElse(List.of());
    }

    Optional<Trouble> trouble(double seconds) {
        return Optional.empty();
    }

    /** As operators write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
