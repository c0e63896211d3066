package io.sluice.inference.control;

import io.sluice.inference.control.SimulatedService.Frame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Frames as cameras send them. */
final class Arrivals {
    static final long SECOND = Duration.ofSeconds(1).toNanos();

    private Arrivals() {}

    /**
     * Cameras that send evenly, each in its own phase.
     *
     * @param fromSeconds when they begin
     * @param toSeconds when they end
     * @param perSecond of all cameras together
     */
    static List<Frame> cameras(double fromSeconds, double toSeconds, double perSecond, int cameras, Random random) {
        List<Frame> frames = new ArrayList<>();
        double interval = cameras / perSecond;
        for (int camera = 0; camera < cameras; camera++) {
            for (double at = fromSeconds + random.nextDouble() * interval; at < toSeconds; at += interval) {
                frames.add(new Frame("camera-" + camera, (long) (at * SECOND)));
            }
        }
        frames.sort(Comparator.comparingLong(Frame::capturedNanos));
        return frames;
    }

    /** Frames that know nothing of each other, at {@code perSecond} on average. */
    static List<Frame> poisson(double fromSeconds, double toSeconds, double perSecond, Random random) {
        List<Frame> frames = new ArrayList<>();
        double at = fromSeconds - Math.log(1 - random.nextDouble()) / perSecond;
        while (at < toSeconds) {
            frames.add(new Frame("camera-" + frames.size() % 8, (long) (at * SECOND)));
            at -= Math.log(1 - random.nextDouble()) / perSecond;
        }
        return frames;
    }

    /** One part after the other. */
    static List<Frame> then(List<List<Frame>> parts) {
        return parts.stream().flatMap(List::stream).toList();
    }
}
