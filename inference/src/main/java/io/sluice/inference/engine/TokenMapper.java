package io.sluice.inference.engine;

import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.OperatingPoint;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Shows what becomes of a picture's tokens at an operating point, by running it once more on a model that says so. Frames that
 * somebody looks at are few: models are loaded when they are first needed, those of the last few families stay, and one
 * picture is run at a time, on the calling thread. For any number of threads; they wait for each other.
 */
public final class TokenMapper implements AutoCloseable {
    /** What load is hesitating between, in one precision: the dense model and two methods. */
    private static final int MOST_LOADED = 3;

    private final Source source;
    private final EngineOptions options;
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

    /** None is loaded yet. */
    public TokenMapper(Source source, EngineOptions options) {
        this.source = source;
        this.options = options;
    }

    /**
     * Runs a picture.
     *
     * @param picture {@code uint8 [inputSize, inputSize, 3]} from position to limit, red, green, blue; left as it is
     * @throws EngineException where ONNX Runtime fails
     * @throws IllegalStateException when this is closed
     */
    public synchronized TracedAnswer map(ByteBuffer picture, OperatingPoint point, TopLabels top) {
        if (closed) {
            throw new IllegalStateException("The token mapper is closed.");
        }
        TracedModel model = take(point);
        loaded.addFirst(model);
        if (loaded.size() > MOST_LOADED) {
            loaded.removeLast().close();
        }
        return model.run(picture, point, top);
    }

    /** Of those that are loaded, which it leaves, or else anew. */
    private TracedModel take(OperatingPoint point) {
        Iterator<TracedModel> known = loaded.iterator();
        while (known.hasNext()) {
            TracedModel model = known.next();
            if (model.serves(point)) {
                known.remove();
                return model;
            }
        }
        return new TracedModel(source.compile(point), options);
    }

    /** Waits for a run that is under way. */
    @Override
    public synchronized void close() {
        closed = true;
        loaded.forEach(TracedModel::close);
        loaded.clear();
    }
}
