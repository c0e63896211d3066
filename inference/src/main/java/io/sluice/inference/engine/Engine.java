package io.sluice.inference.engine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.ModelId;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.Preprocessing;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * One compiled model, loaded once on one device and run by any number of threads, each through a {@link Lane} of its own.
 * The model's own buffer is not needed after loading.
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
    private final OrtSession session;
    /** Runs share it, closing has it alone: a session must not go away under a run. */
    private final ReadWriteLock life = new ReentrantReadWriteLock();

    private boolean closed;

    private Engine(CompiledModel model, EngineOptions options, OrtEnvironment environment, OrtSession session)
            throws OrtException {
        this.options = options;
        this.id = model.id();
        this.preprocessing = model.preprocessing();
        this.classes = model.shape().classes();
        this.stages = model.point().schedule().amounts().size();
        this.takesAmounts = Graph.takesAmounts(model, session);
        this.family = Family.of(model.point(), takesAmounts);
        this.environment = environment;
        this.session = session;
    }

    /**
     * Loads a model.
     *
     * @throws EngineException when ONNX Runtime refuses it, or when its inputs and outputs are not those of {@link
     *     CompiledModel}
     */
    public static Engine load(CompiledModel model, EngineOptions options) {
        try {
            return checked(model, options, open(model, options));
        } catch (OrtException e) {
            throw new EngineException("Model " + model + " cannot be loaded: " + e.getMessage(), e);
        }
    }

    /** Products of 8-bit numbers are made for CPUs; elsewhere each would go back and forth. */
    private static void requireFit(CompiledModel model, Provider provider) {
        if (model.point().precision() == Precision.INT8 && !provider.equals(Provider.CPU)) {
            throw new EngineException("Model " + model.id()
                    + " in INT8 runs on the CPU only: expected FLOAT32 or FLOAT16" + " on " + provider.name() + ".");
        }
    }

    /** A session of any model, whatever its inputs and outputs. */
    static OrtSession open(CompiledModel model, EngineOptions options) throws OrtException {
        requireFit(model, options.provider());
        OrtEnvironment environment = ortEnvironment();
        try (SessionOptions sessionOptions = sessionOptions(options)) {
            return environment.createSession(model.onnx(), sessionOptions);
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

    private static Engine checked(CompiledModel model, EngineOptions options, OrtSession session) throws OrtException {
        try {
            return new Engine(model, options, ortEnvironment(), session);
        } catch (OrtException | EngineException e) {
            session.close();
            throw e;
        }
    }

    /**
     * Arena and memory patterns stay as ONNX Runtime has them. Measured with four threads on one session and batches of 8
     * (DeiT-Tiny, ppt:r=50): time per frame is the same without them; resident memory is the same without patterns, 60 %
     * higher without the arena, 15 % lower without both.
     */
    private static SessionOptions sessionOptions(EngineOptions options) throws OrtException {
        SessionOptions sessionOptions = new SessionOptions();
        sessionOptions.setIntraOpNumThreads(options.intraOpThreads());
        sessionOptions.setInterOpNumThreads(1);
        sessionOptions.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
        // Without VNNI the sums of 8-bit products would saturate at 16 bits; there ONNX Runtime then takes a slower
        // kernel.
        sessionOptions.addConfigEntry("session.x64quantprecision", "1");
        int device = options.provider().devices().stream().findFirst().orElse(0);
        ProviderSetup.add(sessionOptions, options.provider(), device, Map.of());
        return sessionOptions;
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
        return new Lane(this, maxBatch);
    }

    /** Whether this engine can run {@code point}. */
    public boolean serves(OperatingPoint point) {
        return family.equals(Family.of(point, takesAmounts));
    }

    /** Runs a batch of black frames, so that the first real one finds memory allocated and code loaded. */
    public void warmUp(OperatingPoint point, int batchSize) {
        try (Lane lane = lane(batchSize)) {
            lane.run(point, batchSize);
        }
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

    void run(Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs) throws OrtException {
        life.readLock().lock();
        try {
            requireOpen();
            session.run(inputs, outputs).close();
        } finally {
            life.readLock().unlock();
        }
    }

    /** Runs for all outputs there are; they are the caller's to close. */
    OrtSession.Result run(Map<String, OnnxTensor> inputs) throws OrtException {
        life.readLock().lock();
        try {
            requireOpen();
            return session.run(inputs);
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
                session.close();
            }
        } catch (OrtException e) {
            throw new EngineException("The engine of " + id + " cannot be closed: " + e.getMessage(), e);
        } finally {
            life.writeLock().unlock();
        }
    }
}
