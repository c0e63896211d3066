package io.sluice.deploy.modeling;

import io.sluice.inference.engine.Engine;
import io.sluice.inference.engine.EngineSet;
import io.sluice.inference.model.CalibratedPoint;
import io.sluice.inference.model.ClassNames;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.ServiceTimes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A model that can be run at once.
 *
 * @param engine serves {@code point}; closed with this
 * @param point what the operator asked for
 * @param classNames one for each output of the model
 */
public record LoadedModel(Engine engine, OperatingPoint point, ClassNames classNames) implements AutoCloseable {
    /** The engine as a set of one, which closes it as well. */
    public EngineSet engines() {
        return new EngineSet(List.of(engine));
    }

    /** The point with its service time, measured by a second run: the first finds nothing warm. */
    public CalibratedPoint timed(LongSupplier nanoTime) {
        engine.warmUp(point, 1, 1);
        long begin = nanoTime.getAsLong();
        engine.warmUp(point, 1, 1);
        Duration time = Duration.ofNanos(Math.max(1, nanoTime.getAsLong() - begin));
        return new CalibratedPoint(point, ServiceTimes.perFrame(time), Optional.empty());
    }

    @Override
    public void close() {
        engine.close();
    }
}
