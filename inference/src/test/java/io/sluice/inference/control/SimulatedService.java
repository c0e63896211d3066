package io.sluice.inference.control;

import io.sluice.inference.model.CalibratedPoint;
import io.sluice.inference.model.Ladder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * The way of frames through two lanes on simulated time: one queue, batches of one in order, frames given up by
 * {@link Triage} as they arrive and as they are taken, service times that are the calibrated ones times the true slowdown
 * of the moment.
 */
final class SimulatedService {
    private static final int LANES = 2;

    private final ControlLoop control;
    private final Device device;
    private final PriorityQueue<Event> events = new PriorityQueue<>(Comparator.comparingLong(Event::atNanos));
    private final Deque<Frame> queue = new ArrayDeque<>();
    private final List<Served> served = new ArrayList<>();
    private final List<Frame> shed = new ArrayList<>();
    private final List<ControlLoop.Change> changes = new ArrayList<>();
    private final DeviceSpeed speed = new DeviceSpeed(LANES, this::nowNanos);
    private final ArrivalRate arrivals = new ArrivalRate(this::nowNanos);
    private final List<Ruling> rulings = new ArrayList<>();
    private long nowNanos;
    private int busy;

    /** What batches really run on. */
    @FunctionalInterface
    interface Device {
        /** Exactly as fast as calibration says. */
        Device AS_CALIBRATED = (rung, atNanos) -> 1;

        /** How much longer than calibrated a batch takes that begins at {@code atNanos}. */
        double slowdown(CalibratedPoint rung, long atNanos);
    }

    /** A frame of a camera. */
    record Frame(String camera, long capturedNanos) {}

    /** A frame that was answered. */
    record Served(Frame frame, long answeredNanos, CalibratedPoint rung) {
        Duration age() {
            return Duration.ofNanos(answeredNanos - frame.capturedNanos());
        }
    }

    private record Event(long atNanos, Runnable action) {}

    SimulatedService(Ladder ladder, LoadController controller, CameraPolicies cameras, Device device) {
        this.device = device;
        this.control = new ControlLoop(new Steering(ladder, controller, Optional.empty(), cameras, 0), 1, changes::add);
    }

    /** Serves frames that arrive as they are captured, until each is answered or given up. */
    SimulatedService run(List<Frame> frames) {
        frames.forEach(frame -> arriving(frame, frame.capturedNanos()));
        return run();
    }

    /** Lets a frame arrive, now or later than it was captured. */
    void arriving(Frame frame, long atNanos) {
        events.add(new Event(atNanos, () -> arrive(frame)));
    }

    /** Lets an operator ask for something. */
    SimulatedService asking(Directive directive, long atNanos) {
        events.add(new Event(atNanos, () -> rulings.addAll(control.obey(List.of(directive), idle()))));
        return this;
    }

    SimulatedService run() {
        while (!events.isEmpty()) {
            Event next = events.remove();
            nowNanos = next.atNanos();
            next.action().run();
        }
        return this;
    }

    List<Served> served() {
        return served;
    }

    List<Frame> shed() {
        return shed;
    }

    List<ControlLoop.Change> changes() {
        return changes;
    }

    /** What came of what operators asked for. */
    List<Ruling> rulings() {
        return rulings;
    }

    private void arrive(Frame frame) {
        arrivals.arrived();
        Duration wait = Duration.ofNanos((long)
                (control.fastest().timePerFrame().toNanos() * speed.slowdown() * (1 + (double) queue.size() / LANES)));
        if (!givenUp(frame, queue.isEmpty() ? Duration.ZERO : wait)) {
            queue.add(frame);
            dispatch();
        }
    }

    private void dispatch() {
        while (busy < LANES && !queue.isEmpty()) {
            Frame frame = queue.remove();
            Duration wait =
                    Duration.ofNanos((long) (control.fastest().timePerFrame().toNanos() * speed.slowdown()));
            if (!givenUp(frame, queue.isEmpty() ? Duration.ZERO : wait)) {
                serve(frame);
            }
        }
    }

    private boolean givenUp(Frame frame, Duration wait) {
        boolean late = control.reasonToShed(frame.camera(), age(frame).plus(wait), now())
                .isPresent();
        if (late) {
            shed.add(frame);
        }
        return late;
    }

    private void serve(Frame frame) {
        CalibratedPoint rung = control.next(load(frame)).rung();
        busy++;
        DeviceSpeed.Run run = speed.begin();
        long service = (long) (rung.timePerFrame().toNanos() * device.slowdown(rung, nowNanos));
        events.add(new Event(nowNanos + service, () -> {
            run.end(rung, 1);
            busy--;
            served.add(new Served(frame, nowNanos, rung));
            dispatch();
        }));
    }

    private LoadSnapshot load(Frame frame) {
        Duration deadline = control.cameras().of(frame.camera()).urgency();
        return new LoadSnapshot(
                now(),
                arrivals.perSecond(),
                1,
                1 + queue.size(),
                age(frame),
                deadline.minus(age(frame)),
                control.cameras().shortestUrgency(),
                1 + queue.size() + busy,
                LANES,
                1,
                speed.slowdown());
    }

    private LoadSnapshot idle() {
        Duration deadline = control.cameras().shortestUrgency();
        return new LoadSnapshot(
                now(), arrivals.perSecond(), 0, 0, Duration.ZERO, deadline, deadline, 0, LANES, 1, speed.slowdown());
    }

    private Duration age(Frame frame) {
        return Duration.ofNanos(nowNanos - frame.capturedNanos());
    }

    private Instant now() {
        return Instant.EPOCH.plusNanos(nowNanos);
    }

    private long nowNanos() {
        return nowNanos;
    }
}
