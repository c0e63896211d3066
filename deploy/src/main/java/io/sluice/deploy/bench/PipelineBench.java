package io.sluice.deploy.bench;

import io.sluice.deploy.broker.BrokerSettings;
import io.sluice.deploy.broker.EmbeddedBroker;
import io.sluice.deploy.modeling.LoadedModel;
import io.sluice.inference.control.CameraPolicies;
import io.sluice.inference.control.Steering;
import io.sluice.inference.stream.InferenceService;
import io.sluice.inference.stream.InferenceSettings;
import io.sluice.schemas.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * How much of a model's speed is left end to end. Alternates, as often as asked, between the bare engine, where one thread a
 * lane runs the model on the same pixels over and over, and the whole way of a frame, where frames that lie ready on the
 * topic of a real broker are decoded, inferred with as many lanes, and answered exactly once. All in this process and
 * on the same cores, the broker too.
 */
public final class PipelineBench {
    private static final int CAMERAS = 4;

    /** Frames put ready per second of measuring and per frame that the bare engine manages: the pipeline must not run dry. */
    private static final double HEADROOM = 1.3;

    /** Share of the frames that pass before the clock starts: rebalancing, warming up, the first commits. */
    private static final double WARM_UP = 0.15;

    private final Duration duration;
    private final int lanes;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final Consumer<String> progress;

    /**
     * @param duration of one measurement
     * @param lanes of the engine in both, a thread each
     * @param clock wall clock
     * @param nanoTime a clock like {@link System#nanoTime}
     * @param progress told in a line what is going on
     */
    public PipelineBench(
            Duration duration, int lanes, InstantSource clock, LongSupplier nanoTime, Consumer<String> progress) {
        this.duration = duration;
        this.lanes = lanes;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.progress = progress;
    }

    /** Measures {@code model} {@code repetitions} times, bare and end to end in turn. */
    public PipelineResult run(LoadedModel model, int repetitions) throws InterruptedException {
        BareEngine bare = new BareEngine(model, lanes, nanoTime);
        List<Double> bareRates = new ArrayList<>();
        List<Double> pipelineRates = new ArrayList<>();
        List<Double> garbage = new ArrayList<>();
        bare.framesPerSecond(duration.dividedBy(4));
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.temporary())) {
            for (int repetition = 1; repetition <= repetitions; repetition++) {
                double bareRate = bare.framesPerSecond(duration);
                Measurement pipeline = pipeline(model, broker, (long) (bareRate * duration.toSeconds() * HEADROOM));
                bareRates.add(bareRate);
                pipelineRates.add(pipeline.framesPerSecond());
                garbage.add(pipeline.garbageBytesPerFrame());
                progress.accept(String.format(
                        Locale.ROOT,
                        "%s, run %d of %d: bare %.1f frames/s, end to end %.1f frames/s",
                        model.point().reducer(),
                        repetition,
                        repetitions,
                        bareRate,
                        pipeline.framesPerSecond()));
            }
        }
        return PipelineResult.of(model.point(), lanes, bareRates, pipelineRates, garbage);
    }

    private record Measurement(double framesPerSecond, double garbageBytesPerFrame) {}

    private Measurement pipeline(LoadedModel model, EmbeddedBroker broker, long frames) throws InterruptedException {
        Topics topics = new Topics("bench-" + UUID.randomUUID());
        Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
        StoredFrames stored = new StoredFrames(CAMERAS, frames / CAMERAS);
        stored.store(topics, kafka);
        try (InferenceService service = new InferenceService(
                InferenceSettings.forCpu(topics, lanes),
                model.engines(),
                Steering.fixed(model.timed(nanoTime), CameraPolicies.DEFAULT),
                model.classNames(),
                topics.prefix(),
                kafka,
                clock,
                nanoTime)) {
            service.start();
            return measure(service, stored.frames());
        }
    }

    private Measurement measure(InferenceService service, long frames) throws InterruptedException {
        AllocationMeter allocation = new AllocationMeter();
        long from = awaitAnswered(service, (long) (WARM_UP * frames));
        long fromNanos = nanoTime.getAsLong();
        long fromBytes = allocation.bytes();
        long to = awaitAnswered(service, frames);
        double seconds = (nanoTime.getAsLong() - fromNanos) / 1e9;
        return new Measurement((to - from) / seconds, (double) (allocation.bytes() - fromBytes) / (to - from));
    }

    private static long awaitAnswered(InferenceService service, long frames) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        while (service.ledger().answered() < frames) {
            if (service.ended().isCompletedExceptionally()) {
                service.ended().join();
            }
            var unused = never.await(2, TimeUnit.MILLISECONDS);
        }
        return service.ledger().answered();
    }
}
