package io.sluice.inference.engine;

import io.sluice.inference.model.CalibratedPoint;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.SampleFidelity;
import io.sluice.inference.model.ServiceTimes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Measures operating points on this device: how long they take with all lanes busy, and how faithful they are. Whatever
 * has been measured is warm: its engine has run it on every lane in every size of batch.
 */
public final class Calibration {
    private final CalibrationSettings settings;
    private final LongSupplier nanoTime;
    private final CalibrationProgress progress;

    /** A batch size at an operating point. */
    private record Turn(OperatingPoint point, int batch) {}

    /**
     * Nothing is measured yet.
     *
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    public Calibration(CalibrationSettings settings, LongSupplier nanoTime, CalibrationProgress progress) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.progress = progress;
    }

    /**
     * Service times. All points have their turn in each round, so that whatever else keeps the machine busy hits all alike;
     * a time is that of the quietest round, since other work only ever adds to it: the least of the rounds' medians over
     * the runs of all lanes. A device that other work slows down for long is noticed while it serves.
     *
     * @param points that {@code engines} run
     * @return one for each point, in their order, fidelity not measured
     */
    public List<CalibratedPoint> time(EngineSet engines, List<OperatingPoint> points) {
        List<Turn> turns = points.stream()
                .flatMap(point -> settings.batches().stream().map(batch -> new Turn(point, batch)))
                .toList();
        Map<Turn, Duration> least = new HashMap<>();
        try (RunTimer timer = new RunTimer(settings.lanes(), nanoTime)) {
            int all = settings.rounds() * turns.size();
            for (int turn = 0; turn < all; turn++) {
                Turn next = turns.get(turn % turns.size());
                progress.at(CalibrationProgress.Step.SERVICE_TIME, next.point(), turn + 1, all);
                least.merge(next, time(timer, engines, next), (one, other) -> one.compareTo(other) < 0 ? one : other);
            }
        }
        return points.stream()
                .map(point -> new CalibratedPoint(point, serviceTimes(point, least), Optional.empty()))
                .toList();
    }

    /** A clock may be too coarse for a model of hardly any size. */
    private Duration time(RunTimer timer, EngineSet engines, Turn turn) {
        List<Duration> runs =
                timer.time(engines.serving(turn.point()), turn.point(), turn.batch(), settings.turn()).stream()
                        .flatMap(List::stream)
                        .sorted()
                        .toList();
        Duration median = runs.get(runs.size() / 2);
        return median.isZero() ? Duration.ofNanos(1) : median;
    }

    private ServiceTimes serviceTimes(OperatingPoint point, Map<Turn, Duration> times) {
        NavigableMap<Integer, Duration> byBatch = new TreeMap<>();
        settings.batches().forEach(batch -> byBatch.put(batch, times.get(new Turn(point, batch))));
        return new ServiceTimes(byBatch);
    }

    /**
     * Fidelity: each point on each frame, frame by frame.
     *
     * @param dense what points are compared with
     * @param timed points that {@code engines} run, as {@code dense}
     * @param frames at least one; accuracy is known where all have a label
     * @return the same points, in their order, with their fidelity
     */
    public List<CalibratedPoint> compare(
            EngineSet engines, OperatingPoint dense, List<CalibratedPoint> timed, List<SampleFrame> frames) {
        try (FrameScorer scorer = new FrameScorer(engines, settings.lanes(), frames)) {
            List<LogScores> reference = scorer.scores(dense);
            List<CalibratedPoint> compared = new ArrayList<>();
            for (CalibratedPoint next : timed) {
                progress.at(CalibrationProgress.Step.FIDELITY, next.point(), compared.size() + 1, timed.size());
                List<LogScores> scores = next.point().equals(dense) ? reference : scorer.scores(next.point());
                compared.add(next.withFidelity(fidelity(reference, scores, frames)));
            }
            return compared;
        }
    }

    private static SampleFidelity fidelity(
            List<LogScores> reference, List<LogScores> scores, List<SampleFrame> frames) {
        FidelityTally tally = new FidelityTally();
        for (int frame = 0; frame < frames.size(); frame++) {
            tally.add(reference.get(frame), scores.get(frame), frames.get(frame).label());
        }
        return tally.fidelity();
    }
}
