package io.sluice.inference.stream;

import io.sluice.inference.batch.BatchRunner;
import io.sluice.inference.control.ControlLoop;
import io.sluice.inference.control.DeviceSpeed;
import io.sluice.inference.engine.LaneSet;
import io.sluice.inference.engine.Logits;
import io.sluice.inference.engine.TopLabels;
import io.sluice.inference.model.CalibratedPoint;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Answers batches: gives up the frames that have waited too long, asks control for the operating point of the others, runs
 * the model there and picks the best classes.
 */
final class InferenceLane implements BatchRunner<FrameTask, Answer> {
    private final LaneSet lanes;
    private final Steered steered;
    private final IntSupplier waiting;
    private final TopLabels topLabels;
    private final InstantSource clock;
    private final SecondLook secondLook;

    /**
     * What all lanes share.
     *
     * @param control says which operating point, and who gives way
     * @param gauge reads the load
     * @param speed learns from each batch
     * @param meter counts batches
     */
    record Steered(ControlLoop control, LoadGauge gauge, DeviceSpeed speed, ThroughputMeter meter) {}

    /**
     * @param lanes owned from now on
     * @param waiting frames that no lane has taken yet
     * @param secondLook of this lane; owned from now on
     */
    InferenceLane(
            LaneSet lanes,
            Steered steered,
            IntSupplier waiting,
            TopLabels topLabels,
            InstantSource clock,
            SecondLook secondLook) {
        this.lanes = lanes;
        this.steered = steered;
        this.waiting = waiting;
        this.topLabels = topLabels;
        this.clock = clock;
        this.secondLook = secondLook;
    }

    @Override
    public List<Answer> run(List<FrameTask> batch) {
        Instant now = clock.instant();
        int behind = waiting.getAsInt();
        Duration run = timeToRun(batch.size(), behind);
        List<Optional<Answer>> givenUp =
                batch.stream().map(task -> giveUp(task, run, now)).toList();
        List<FrameTask> served = new ArrayList<>(batch.size());
        for (int frame = 0; frame < batch.size(); frame++) {
            if (givenUp.get(frame).isEmpty()) {
                served.add(batch.get(frame));
            }
        }
        Iterator<Answer> answers = served.isEmpty()
                ? List.<Answer>of().iterator()
                : infer(served, behind, now).iterator();
        return givenUp.stream().map(shed -> shed.orElseGet(answers::next)).toList();
    }

    @Override
    public void afterwards() {
        if (waiting.getAsInt() == 0) {
            secondLook.take(lanes);
        }
    }

    @Override
    public void close() {
        lanes.close();
    }

    /** As at admission: what holds up nobody is not given up for a prediction. */
    private Duration timeToRun(int frames, int behind) {
        return behind == 0
                ? Duration.ZERO
                : steered.gauge().timeToRun(steered.control().fastest(), frames);
    }

    private Optional<Answer> giveUp(FrameTask task, Duration run, Instant now) {
        if (!task.claim()) {
            return Optional.of(Answer.Shed.SUPERSEDED);
        }
        return steered.control()
                .reasonToShed(task.camera(), task.age(now).plus(run), now)
                .map(Answer.Shed::of);
    }

    private List<Answer> infer(List<FrameTask> batch, int behind, Instant now) {
        CalibratedPoint rung =
                steered.control().next(steered.gauge().of(batch, behind, now)).rung();
        secondLook.consider(rung, batch);
        DeviceSpeed.Run run = steered.speed().begin();
        Logits logits =
                lanes.run(rung.point(), batch.stream().map(FrameTask::slot).toList());
        run.end(rung, batch.size());
        Instant inferredAt = clock.instant();
        steered.meter().batchRun(batch.size(), Duration.between(now, inferredAt));
        secondLook.remember(logits);
        List<Answer> answers = new ArrayList<>(batch.size());
        for (int frame = 0; frame < batch.size(); frame++) {
            answers.add(new Answer.Labelled(topLabels.of(logits, frame), rung, batch.size(), now, inferredAt));
        }
        return answers;
    }
}
