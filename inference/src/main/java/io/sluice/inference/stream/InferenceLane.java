package io.sluice.inference.stream;

import io.sluice.inference.batch.BatchRunner;
import io.sluice.inference.control.ControlLoop;
import io.sluice.inference.engine.Lane;
import io.sluice.inference.engine.Logits;
import io.sluice.inference.engine.TopLabels;
import io.sluice.inference.model.OperatingPoint;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Answers batches: asks control for the operating point, runs the model there, picks the best classes. */
final class InferenceLane implements BatchRunner<FrameTask, Answer> {
    private final Lane lane;
    private final ControlLoop control;
    private final ThroughputMeter meter;
    private final LongSupplier backlog;
    private final TopLabels topLabels;
    private final InstantSource clock;
    private final LongSupplier nanoTime;

    /**
     * @param lane owned from now on
     * @param backlog frames waiting, in the process and on the topic
     */
    InferenceLane(
            Lane lane,
            ControlLoop control,
            ThroughputMeter meter,
            LongSupplier backlog,
            TopLabels topLabels,
            InstantSource clock,
            LongSupplier nanoTime) {
        this.lane = lane;
        this.control = control;
        this.meter = meter;
        this.backlog = backlog;
        this.topLabels = topLabels;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    @Override
    public List<Answer> run(List<FrameTask> batch) {
        Instant batchedAt = clock.instant();
        Duration oldestAge = oldestAge(batch, batchedAt);
        long beginNanos = nanoTime.getAsLong();
        OperatingPoint point =
                control.next(meter.load(backlog.getAsLong(), oldestAge)).point();
        Logits logits = infer(batch, point);
        Instant inferredAt = clock.instant();
        meter.batchRun(batch.size(), Duration.ofNanos(nanoTime.getAsLong() - beginNanos));
        List<Answer> answers = new ArrayList<>(batch.size());
        for (int frame = 0; frame < batch.size(); frame++) {
            answers.add(new Answer.Labelled(topLabels.of(logits, frame), point, batch.size(), batchedAt, inferredAt));
        }
        return answers;
    }

    @Override
    public void close() {
        lane.close();
    }

    /** Never negative: the clock of a camera's host may be ahead. */
    private static Duration oldestAge(List<FrameTask> batch, Instant now) {
        return batch.stream()
                .map(task -> Duration.between(task.capturedAt(), now))
                .reduce(Duration.ZERO, (one, other) -> one.compareTo(other) > 0 ? one : other);
    }

    private Logits infer(List<FrameTask> batch, OperatingPoint point) {
        if (batch.size() == 1) {
            return lane.run(point, batch.get(0).slot());
        }
        for (int frame = 0; frame < batch.size(); frame++) {
            lane.batch().put(frame, batch.get(frame).slot());
        }
        return lane.run(point, batch.size());
    }
}
