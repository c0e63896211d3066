package io.sluice.deploy.modeling;

import static io.sluice.deploy.UsageException.orUsage;

import io.sluice.inference.engine.Engine;
import io.sluice.inference.engine.EngineOptions;
import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.VitShape;
import io.sluice.inference.vit.OperatingPoints;
import io.sluice.inference.weights.Checkpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The engines of one model for any number of operating points: one for each family of reducers and each precision, loaded
 * when it is first asked for, since it serves every amount of that family. For one thread; what it hands out is for any.
 */
public final class Engines implements AutoCloseable {
    /** Compiles the model. */
    @FunctionalInterface
    public interface Source {
        /**
         * The same weights each time.
         *
         * @throws io.sluice.deploy.UsageException where reducer or precision do not fit them
         */
        CompiledModel compile(ReducerSpec reducer, Precision precision);
    }

    private record Loaded(Engine engine, VitShape shape) {}

    private final Source source;
    private final EngineOptions options;
    private final List<Loaded> loaded = new ArrayList<>();

    /**
     * Of a checkpoint's file.
     *
     * @param request all but reducer and precision
     * @throws io.sluice.deploy.UsageException where it is a compiled model, which is one family in one precision
     */
    public static Engines of(ModelRequest request, Path weights) {
        return Weights.in(request, weights).engines();
    }

    /** Of a checkpoint that is no file. */
    public static Engines of(ModelRequest request, Checkpoint checkpoint) {
        return new Weights(request, checkpoint, Optional.empty()).engines();
    }

    /** None yet. */
    Engines(Source source, EngineOptions options) {
        this.source = source;
        this.options = options;
    }

    /**
     * An operating point and the engine for it.
     *
     * @throws io.sluice.deploy.UsageException where the model cannot be run so
     */
    public Rung rung(ReducerSpec reducer, Precision precision) {
        for (Loaded model : loaded) {
            OperatingPoint point =
                    orUsage(() -> OperatingPoints.of(model.engine().model(), model.shape(), reducer, precision));
            if (model.engine().serves(point)) {
                return new Rung(model.engine(), point);
            }
        }
        return load(source.compile(reducer, precision));
    }

    private Rung load(CompiledModel model) {
        Engine engine = Engine.load(model, options);
        loaded.add(new Loaded(engine, model.shape()));
        return new Rung(engine, model.point());
    }

    /** All that are loaded; still closed with this. */
    public List<Engine> loaded() {
        return loaded.stream().map(Loaded::engine).toList();
    }

    /**
     * Closes all engines but those for {@code points}, which are the caller's from now on.
     *
     * @return those that are left, in the order of their loading; empty where no point is of this model
     */
    public List<Engine> handOver(Collection<OperatingPoint> points) {
        Map<Boolean, List<Engine>> needed = loaded().stream()
                .collect(Collectors.partitioningBy(engine -> points.stream().anyMatch(engine::serves)));
        loaded.clear();
        needed.get(false).forEach(Engine::close);
        return needed.get(true);
    }

    @Override
    public void close() {
        loaded.forEach(model -> model.engine().close());
    }
}
