package io.sluice.inference.stream;

import io.sluice.inference.batch.BatchScheduler;
import io.sluice.inference.control.ControlLoop;
import io.sluice.inference.control.DeviceSpeed;
import io.sluice.inference.control.Directive;
import io.sluice.inference.control.LiveFidelity;
import io.sluice.inference.control.Ruling;
import io.sluice.inference.control.Steering;
import io.sluice.inference.engine.EngineSet;
import io.sluice.inference.engine.TopLabels;
import io.sluice.inference.image.DecodeLimits;
import io.sluice.inference.image.FrameDecoder;
import io.sluice.inference.image.FrameSlots;
import io.sluice.inference.model.Ladder;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What serves frames, and knows nothing of where they come from: the slots that they wait in, the lanes that run models, and what
 * steers these. Safe for concurrent use.
 */
final class Serving implements AutoCloseable {
    private final InferenceSettings settings;
    private final EngineSet engines;
    private final Ladder ladder;
    private final InstantSource clock;
    private final LiveFidelity fidelity;
    private final InferenceLane.Steered steered;
    private final FrameSlots slots;
    private final BatchScheduler<FrameTask, Answer> scheduler;

    /**
     * Warms the models up and starts the lanes.
     *
     * @param engines stay the caller's, to be closed after this
     * @param meter tells how many frames arrive, and is told of batches
     * @param lag of the consumers
     * @param changes told of each change of operating point
     * @throws IllegalArgumentException when no engine serves a point that may be chosen
     */
    Serving(
            InferenceSettings settings,
            EngineSet engines,
            Steering steering,
            ThroughputMeter meter,
            ConsumerLag lag,
            Consumer<ControlLoop.Change> changes,
            InstantSource clock,
            LongSupplier nanoTime) {
        this.settings = settings;
        this.engines = engines;
        this.ladder = steering.ladder();
        this.clock = clock;
        int lanes = settings.batching().lanes();
        steering.points().forEach(point -> engines.warmUp(point, settings.maxBatch(), lanes));
        ControlLoop control = new ControlLoop(steering, settings.maxBatch(), changes);
        fidelity = new LiveFidelity(steering.doubleCheckShare(), ladder, control::use);
        DeviceSpeed speed = new DeviceSpeed(lanes, nanoTime);
        LoadGauge gauge = new LoadGauge(settings, steering.cameras(), meter, lag, speed);
        steered = new InferenceLane.Steered(control, gauge, speed, meter);
        slots = new FrameSlots(settings.framesInFlight(), inputSize());
        scheduler = new BatchScheduler<>(settings.batching(), () -> current().batchBound(), this::lane, nanoTime);
    }

    private InferenceLane lane() {
        return new InferenceLane(
                engines.lanes(settings.maxBatch()),
                steered,
                this::waiting,
                new TopLabels(settings.topLabels()),
                clock,
                new SecondLook(fidelity, ladder.best().point(), steered.gauge(), inputSize()));
    }

    private int inputSize() {
        return engines.preprocessing().inputSize();
    }

    /** Frames that no lane has taken yet; asked by the lanes, which run already while their scheduler is being made. */
    private int waiting() {
        return scheduler.waiting();
    }

    /** A way in, for one stream thread. */
    Admission admission() {
        FrameDecoder decoder = new FrameDecoder(engines.preprocessing(), DecodeLimits.DEFAULT);
        return new DecodingAdmission(decoder, slots, scheduler, steered, clock);
    }

    /** Tells of the operating point to begin with. */
    void announce() {
        steered.control().announce(steered.gauge().between(0, clock.instant()));
    }

    /** Obeys operators as far as that can be done; returns what came of it. */
    List<Ruling> obey(List<Directive> asked) {
        return steered.control().obey(asked, steered.gauge().between(waiting(), clock.instant()));
    }

    /** The operating point of the next batch. */
    ControlLoop.Choice current() {
        return steered.control().current();
    }

    /** How faithful the points have been on the frames served. */
    List<LiveFidelity.Seen> fidelity() {
        return fidelity.seen();
    }

    /** The operating points as calibration found them. */
    Ladder ladder() {
        return ladder;
    }

    /** What runs the models. */
    String provider() {
        return engines.provider().name();
    }

    /** Gives up the frames that wait, and returns when the batches that are running have been answered. */
    @Override
    public void close() {
        scheduler.close();
    }
}
