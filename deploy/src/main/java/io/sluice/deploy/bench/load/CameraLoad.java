package io.sluice.deploy.bench.load;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Periodic cameras: each sends evenly spaced frames at its share of the rate of the moment, and begins at a phase of its own.
 *
 * <p>A camera's frames are due where the integral of its rate reaches {@code phase}, {@code phase + 1}, {@code phase + 2} and
 * so on, {@code phase} being drawn evenly from 0 to 1; so their expected number is the integral itself.
 *
 * @param shape how the rate changes
 * @param times how many times the shape's rates the cameras' are
 */
public record CameraLoad(LoadShape shape, double times) implements Load {
    /** Over which a rate is taken as constant. */
    private static final double STEP_SECONDS = 1e-3;

    public CameraLoad {
        if (!(times > 0) || Double.isInfinite(times)) {
            throw new IllegalArgumentException("Expected a mean load above zero, found " + times + ".");
        }
    }

    /** With the rates as the shape has them. */
    public CameraLoad(LoadShape shape) {
        this(shape, 1);
    }

    @Override
    public String name() {
        return shape.text();
    }

    @Override
    public List<Arrival> arrivals(Demand demand) {
        Random phases = new Random(demand.seed());
        List<Arrival> arrivals = new ArrayList<>();
        for (int camera = 0; camera < demand.cameras(); camera++) {
            addFrames(camera, phases.nextDouble(), demand, arrivals);
        }
        arrivals.sort(Comparator.comparing(Arrival::at).thenComparing(Arrival::camera));
        return List.copyOf(arrivals);
    }

    private void addFrames(int camera, double phase, Demand demand, List<Arrival> arrivals) {
        double due = phase;
        double integral = 0;
        long steps = Math.round(demand.seconds() / STEP_SECONDS);
        for (long step = 0; step < steps; step++) {
            double second = step * STEP_SECONDS;
            double rate = times * demand.capacity() * shape.shareOf(camera, second, demand);
            double next = integral + rate * STEP_SECONDS;
            for (; due < next; due++) {
                arrivals.add(Arrival.atSecond(second + (due - integral) / rate, camera));
            }
            integral = next;
        }
    }

    @Override
    public List<Moment> moments(Demand demand) {
        return shape.moments(demand);
    }

    @Override
    public Optional<Trouble> trouble(Demand demand) {
        return shape.trouble(demand.seconds());
    }
}
