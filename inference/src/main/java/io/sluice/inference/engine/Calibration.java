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
     * a time is the median of all runs of all rounds and lanes.
     *
     * @param points that {@code engines} run
     * @return one for each point, in their order, fidelity not measured
     */
    public List<CalibratedPoint> time(EngineSet engines, List<OperatingPoint> points) {
        List<Turn> turns = points.stream()
                .flatMap(point -> settings.batches().stream().map(batch -> new Turn(point, batch)))
                .toList();
        Map<Turn, List<Duration>> runs = new HashMap<>();
        try (RunTimer timer = new RunTimer(settings.lanes(), nanoTime)) {
            for (int turn = 0; turn < settings.rounds() * turns.size(); turn++) {
                Turn next = turns.get(turn % turns.size());
                progress.at(
                        CalibrationProgress.Step.SERVICE_TIME,
                        next.point(),
                        turn + 1,
                        settings.rounds() * turns.size());
                timer.time(engines.serving(next.point()), next.point(), next.batch(), settings.turn())
                        .forEach(runs.computeIfAbsent(next, first -> new ArrayList<>())::addAll);
            }
        }
        return points.stream()
                .map(point -> new CalibratedPoint(point, serviceTimes(point, runs), Optional.empty()))
                .toList();
    }

    private ServiceTimes serviceTimes(OperatingPoint point, Map<Turn, List<Duration>> runs) {
        NavigableMap<Integer, Duration> byBatch = new TreeMap<>();
        settings.batches().forEach(batch -> byBatch.put(batch, median(runs.get(new Turn(point, batch)))));
        return new ServiceTimes(byBatch);
    }

    /** A clock may be too coarse for a model of hardly any size. */
    private static Duration median(List<Duration> times) {
        Duration middle =
                times.stream().sorted().skip(times.size() / 2).findFirst().orElseThrow();
        return middle.isZero() ? Duration.ofNanos(1) : middle;
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
