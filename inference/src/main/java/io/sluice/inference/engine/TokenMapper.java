package io.sluice.inference.engine;

import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.OperatingPoint;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Shows what becomes of a picture's tokens at an operating point, by running it once more on a model that says so. Frames that
 * somebody looks at are few: models are loaded when they are first needed, and one picture is run at a time, on the calling
 * thread. Where it is known what may be asked for, all that was asked for stays loaded; else the last
 * {@value #MOST_OF_ANY} families do. For any number of threads; they wait for each other.
 */
public final class TokenMapper implements AutoCloseable {
    /** What load usually hesitates between: the dense model and two methods, each in two precisions. */
    static final int MOST_OF_ANY = 6;

    private final Source source;
    private final EngineOptions options;
    private final Optional<Set<Family>> shown;
    /** Last used first. */
    private final Deque<TracedModel> loaded = new ArrayDeque<>();

    private boolean closed;

    /** Compiles models. */
    @FunctionalInterface
    public interface Source {
        /**
         * A model of the point's family with an output {@value CompiledModel#HOLDERS}... for each block that tokens are
         * reduced in.
         */
        CompiledModel compile(OperatingPoint point);
    }

    private TokenMapper(Source source, EngineOptions options, Optional<Set<Family>> shown) {
        this.source = source;
        this.options = options;
        this.shown = shown;
    }

    /** Shows whatever {@code source} compiles. None is loaded yet. */
    public static TokenMapper ofAny(Source source, EngineOptions options) {
        return new TokenMapper(source, options, Optional.empty());
    }

    /** Shows these points and others of their families: other amounts. None is loaded yet. */
    public static TokenMapper of(Collection<OperatingPoint> points, Source source, EngineOptions options) {
        return new TokenMapper(
                source,
                options,
                Optional.of(points.stream().map(TokenMapper::family).collect(Collectors.toSet())));
    }

    /** Models that are compiled to show tokens take their amounts as input. */
    private static Family family(OperatingPoint point) {
        return Family.of(point, true);
    }

    /** Whether a point may be asked for. */
    public boolean shows(OperatingPoint point) {
        return shown.map(families -> families.contains(family(point))).orElse(true);
    }

    /**
     * Runs a picture.
     *
     * @param picture {@code uint8 [inputSize, inputSize, 3]} from position to limit, red, green, blue; left as it is
     * @throws EngineException where ONNX Runtime fails
     * @throws IllegalArgumentException where this does not show {@code point}
     * @throws IllegalStateException when this is closed
     */
    public synchronized TracedAnswer map(ByteBuffer picture, OperatingPoint point, TopLabels top) {
        if (closed) {
            throw new IllegalStateException("The token mapper is closed.");
        }
        if (!shows(point)) {
            throw new IllegalArgumentException("Expected a point of " + shown.orElseThrow() + ", found " + point + ".");
        }
        TracedModel model = take(point).orElseGet(() -> load(point));
        loaded.addFirst(model);
        return model.run(picture, point, top);
    }

    /** Of those that are loaded, which it leaves. */
    private Optional<TracedModel> take(OperatingPoint point) {
        Iterator<TracedModel> known = loaded.iterator();
        while (known.hasNext()) {
            TracedModel model = known.next();
            if (model.serves(point)) {
                known.remove();
                return Optional.of(model);
            }
        }
        return Optional.empty();
    }

    /** What cannot be compiled costs no other model its place; the place is free before what can be is loaded. */
    private TracedModel load(OperatingPoint point) {
        CompiledModel model = source.compile(point);
        if (shown.isEmpty() && loaded.size() == MOST_OF_ANY) {
            loaded.removeLast().close();
        }
        return new TracedModel(model, options);
    }

    /** Waits for a run that is under way. */
    @Override
    public synchronized void close() {
        closed = true;
        loaded.forEach(TracedModel::close);
        loaded.clear();
    }
}
