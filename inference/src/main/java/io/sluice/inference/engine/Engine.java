package io.sluice.inference.engine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.ModelId;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.Preprocessing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * One compiled model, loaded and run by any number of threads, each through a {@link Lane} of its own. Where all lanes share a
 * session, the model's own buffer is not needed after loading.
 */
public final class Engine implements AutoCloseable {
    private final EngineOptions options;
    private final ModelId id;
    private final Preprocessing preprocessing;
    private final int classes;
    private final int stages;
    private final boolean takesAmounts;
    private final Family family;
    private final OrtEnvironment environment;
    /** Null where nothing more will be loaded: it holds the bytes of the model. */
    private final SessionLoader loader;

    private final Sessions sessions;
    /** Runs share it, closing has it alone: a session must not go away under a run. */
    private final ReadWriteLock life = new ReentrantReadWriteLock();

    private boolean closed;

    private Engine(CompiledModel model, EngineOptions options, SessionLoader loader, Sessions sessions)
            throws OrtException {
        this.options = options;
        this.id = model.id();
        this.preprocessing = model.preprocessing();
        this.classes = model.shape().classes();
        this.stages = model.point().schedule().amounts().size();
        this.environment = ortEnvironment();
        this.loader = options.sharing() == Sharing.ALL_LANES ? null : loader;
        this.sessions = sessions;
        this.takesAmounts = sessions.look(session -> Graph.takesAmounts(model, session));
        this.family = Family.of(model.point(), takesAmounts);
    }

    /**
     * Loads a model.
     *
     * @throws EngineException when ONNX Runtime refuses it, or when its inputs and outputs are not those of {@link
     *     CompiledModel}
     */
    public static Engine load(CompiledModel model, EngineOptions options) {
        return load(model, options, (seat, size) -> {});
    }

    /** The same; each session that is loaded, now or later, is told. */
    static Engine load(CompiledModel model, EngineOptions options, SessionLoader.Listener listener) {
        SessionLoader loader = new SessionLoader(model, options, listener);
        try {
            return checked(model, options, loader, loader.sessions());
        } catch (OrtException e) {
            throw new EngineException("Model " + model + " cannot be loaded: " + e.getMessage(), e);
        }
    }

    /** Version of ONNX Runtime: what is measured with one says nothing of another. */
    public static String runtimeVersion() {
        return ortEnvironment().getVersion();
    }

    /** The process has one. Warnings are about initializers that the optimizer has removed; errors come as exceptions. */
    static OrtEnvironment ortEnvironment() {
        return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "sluice");
    }

    private static Engine checked(CompiledModel model, EngineOptions options, SessionLoader loader, Sessions sessions)
            throws OrtException {
        try {
            return new Engine(model, options, loader, sessions);
        } catch (OrtException | EngineException e) {
            sessions.close();
            throw e;
        }
    }

    /** What the model runs on. */
    public Provider provider() {
        return options.provider();
    }

    /** Which weights are loaded. */
    public ModelId model() {
        return id;
    }

    /** What pictures need before they are fed. */
    public Preprocessing preprocessing() {
        return preprocessing;
    }

    /** Outputs of the model's head. */
    public int classes() {
        return classes;
    }

    /** A place for one thread to run batches of up to {@code maxBatch} frames from; to be closed before the engine. */
    public Lane lane(int maxBatch) {
        return lane(maxBatch, 0);
    }

    /** The same on the seat of that number, if it is free. */
    Lane lane(int maxBatch, int seat) {
        return new Lane(this, sessions.take(seat), maxBatch);
    }

    /** Whether this engine can run {@code point}. */
    public boolean serves(OperatingPoint point) {
        return family.equals(Family.of(point, takesAmounts));
    }

    /**
     * Runs black frames at each size that batches of up to {@code maxBatch} frames are run at, so that the first real ones find
     * memory allocated and code loaded.
     *
     * @param lanes that will run at the same time
     */
    public void warmUp(OperatingPoint point, int maxBatch, int lanes) {
        List<Lane> open = new ArrayList<>();
        try {
            int needed = options.sharing() == Sharing.ALL_LANES ? 1 : lanes;
            for (int number = 0; number < needed; number++) {
                Lane lane = lane(maxBatch, number);
                open.add(lane);
                options.sizes().upTo(maxBatch).forEach(size -> lane.run(point, size));
            }
        } finally {
            open.forEach(Lane::close);
        }
    }

    /** Whether batches of {@code size} frames need no engine that TensorRT would have to build first. */
    boolean isBuilt(int size) {
        return loader == null || loader.isBuilt(size);
    }

    /** The sizes that batches are run at. */
    BatchSizes sizes() {
        return options.sizes();
    }

    void requireServed(OperatingPoint point) {
        if (!serves(point)) {
            throw new IllegalArgumentException(
                    "Expected an operating point of " + family + ", found " + Family.of(point, takesAmounts) + ".");
        }
    }

    OrtEnvironment environment() {
        return environment;
    }

    /** Numbers that the graph is told at run time. */
    int amounts() {
        return takesAmounts ? stages : 0;
    }

    boolean takesAmounts() {
        return takesAmounts;
    }

    void run(OrtSession session, Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs) throws OrtException {
        life.readLock().lock();
        try {
            requireOpen();
            session.run(inputs, outputs).close();
        } finally {
            life.readLock().unlock();
        }
    }

    /** Runs one picture for all outputs there are; they are the caller's to close. */
    OrtSession.Result run(Map<String, OnnxTensor> inputs) throws OrtException {
        life.readLock().lock();
        try (Sessions.Seat seat = sessions.take(0)) {
            requireOpen();
            return seat.forSize(1).run(inputs);
        } finally {
            life.readLock().unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The engine of " + id + " is closed.");
        }
    }

    /** Waits for runs that are under way. */
    @Override
    public void close() {
        life.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                sessions.close();
            }
        } catch (OrtException e) {
            throw new EngineException("The engine of " + id + " cannot be closed: " + e.getMessage(), e);
        } finally {
            life.writeLock().unlock();
        }
    }
}
