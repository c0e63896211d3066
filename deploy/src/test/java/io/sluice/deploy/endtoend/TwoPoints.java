package io.sluice.deploy.endtoend;

import io.sluice.inference.batch.BatchSettings;
import io.sluice.inference.control.Steering;
import io.sluice.inference.engine.Engine;
import io.sluice.inference.engine.EngineOptions;
import io.sluice.inference.engine.EngineSet;
import io.sluice.inference.model.CalibratedPoint;
import io.sluice.inference.model.ClassNames;
import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.Ladder;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.SampleFidelity;
import io.sluice.inference.model.ServiceTimes;
import io.sluice.inference.stream.InferenceService;
import io.sluice.inference.stream.InferenceSettings;
import io.sluice.schemas.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The {@link TinyVit} dense and with half of its patches, and inference processes that choose between the two. */
final class TwoPoints implements AutoCloseable {
    static final String REDUCED = "evit:blocks=2,keep=0.5";

    private final EngineSet engines;
    private final Ladder ladder;

    TwoPoints() {
        CompiledModel dense = TinyVit.compiled(ReducerSpec.NONE);
        CompiledModel reduced = TinyVit.compiled(ReducerSpec.parse(REDUCED));
        ladder = new Ladder(List.of(rung(dense.point(), 1.0, 2), rung(reduced.point(), 0.9, 1)));
        engines = new EngineSet(
                List.of(Engine.load(dense, EngineOptions.DEFAULT), Engine.load(reduced, EngineOptions.DEFAULT)));
    }

    private static CalibratedPoint rung(OperatingPoint point, double agreement, long millis) {
        return new CalibratedPoint(
                point,
                ServiceTimes.perFrame(Duration.ofMillis(millis)),
                Optional.of(new SampleFidelity(agreement, 0, OptionalDouble.empty(), 50)));
    }

    /** Dense, then reduced. */
    Ladder ladder() {
        return ladder;
    }

    /** One lane that reports twenty times a second; not started. */
    InferenceService service(String instance, Topics topics, Steering steering, KafkaFrames frames) {
        InferenceSettings settings = new InferenceSettings(
                topics,
                topics.prefix() + "-inference",
                1,
                new BatchSettings(1, Duration.ZERO),
                4,
                16,
                5,
                Duration.ofMillis(50));
        return new InferenceService(
                settings,
                engines,
                steering,
                ClassNames.numbered(10),
                instance,
                frames.kafka(),
                Clock.systemUTC(),
                System::nanoTime);
    }

    @Override
    public void close() {
        engines.close();
    }
}
