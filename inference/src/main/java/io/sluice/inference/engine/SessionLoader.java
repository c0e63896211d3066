package io.sluice.inference.engine;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.Precision;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sessions of one model. */
final class SessionLoader {
    private static final Logger LOG = LoggerFactory.getLogger(SessionLoader.class);

    /** In place of a size: it is not fixed. */
    private static final int ANY_SIZE = 0;

    private static final String NO_CPU = "session.disable_cpu_ep_fallback";
    private static final String BATCH = "batch";

    private final CompiledModel model;
    private final EngineOptions options;
    private final Listener listener;
    /** Of some hundred megabytes; null until it is needed. */
    private String digest;

    /** Told of each session that is loaded: for which seat, and for batches of which size, or 0 where that is not fixed. */
    @FunctionalInterface
    interface Listener {
        void loading(int seat, int size);
    }

    /** @throws EngineException where the device is none for this model */
    SessionLoader(CompiledModel model, EngineOptions options) {
        this(model, options, (seat, size) -> {});
    }

    /** The same with somebody who is told. */
    SessionLoader(CompiledModel model, EngineOptions options, Listener listener) {
        this.model = model;
        this.options = options;
        this.listener = listener;
        requireFit();
    }

    /** Products of 8-bit numbers are made for CPUs; elsewhere each would go back and forth. */
    private void requireFit() {
        if (model.point().precision() == Precision.INT8 && !options.provider().equals(Provider.CPU)) {
            throw new EngineException(
                    "Model " + model.id() + " in INT8 runs on the CPU only: expected FLOAT32 or FLOAT16" + " on "
                            + options.provider().name() + ".");
        }
    }

    /** All that a model needs, as the options have it. */
    Sessions sessions() throws OrtException {
        return options.sharing() == Sharing.ALL_LANES ? new SharedSession(load(0, ANY_SIZE)) : new OwnSessions(this);
    }

    /** The size that a session for batches of {@code size} frames is fixed to; the same for all where it is not. */
    int fixedSize(int size) {
        return options.sharing() == Sharing.EACH_LANE_AND_SIZE ? size : ANY_SIZE;
    }

    /** Whether a session of that size needs no building any more. */
    boolean isBuilt(int size) {
        return tensorRtCache(size).map(EngineCache::isThere).orElse(true);
    }

    /** A session for batches of that size, of any model, whatever its inputs and outputs. */
    OrtSession load(int size) throws OrtException {
        return load(0, fixedSize(size));
    }

    /**
     * Loads.
     *
     * @param seat whose device is taken
     * @param size from {@link #fixedSize}
     */
    OrtSession load(int seat, int size) throws OrtException {
        listener.loading(seat, size);
        if (!(options.provider() instanceof Provider.TensorRt)) {
            return load(seat, size, Map.of());
        }
        try {
            return load(seat, size, Map.of(NO_CPU, "1"));
        } catch (OrtException e) {
            if (!e.getMessage().contains("CPU EP")) {
                throw e;
            }
            LOG.warn(
                    "Model {} runs in part on the CPU: {}",
                    model,
                    e.getMessage().strip());
            return load(seat, size, Map.of());
        }
    }

    /** On the CPU and as it is written: to be looked at, not to be run. */
    OrtSession plain() throws OrtException {
        try (SessionOptions session = sessionOptions()) {
            session.setOptimizationLevel(SessionOptions.OptLevel.NO_OPT);
            session.addConfigEntry("session.disable_prepacking", "1");
            return Engine.ortEnvironment().createSession(model.onnx(), session);
        }
    }

    private OrtSession load(int seat, int size, Map<String, String> entries) throws OrtException {
        OrtEnvironment environment = Engine.ortEnvironment();
        try (SessionOptions session = sessionOptions()) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                session.addConfigEntry(entry.getKey(), entry.getValue());
            }
            if (size != ANY_SIZE) {
                // With this every shape in the graph is known, so that TensorRT builds when the session is made, and
                // never again.
                session.setSymbolicDimensionValue(BATCH, size);
            }
            ProviderSetup.add(session, options.provider(), device(seat), tensorRt(size));
            return environment.createSession(model.onnx(), session);
        }
    }

    private int device(int seat) {
        List<Integer> devices = options.provider().devices();
        return devices.isEmpty() ? 0 : devices.get(seat % devices.size());
    }

    private Map<String, String> tensorRt(int size) {
        return tensorRtCache(size)
                .map(cache -> cache.options(model.point().precision()))
                .orElse(Map.of());
    }

    private Optional<EngineCache> tensorRtCache(int size) {
        return options.provider() instanceof Provider.TensorRt tensorRt
                ? Optional.of(EngineCache.of(tensorRt.cache(), model.id(), digest(), size))
                : Optional.empty();
    }

    private synchronized String digest() {
        if (digest == null) {
            digest = EngineCache.digest(model);
        }
        return digest;
    }

    /**
     * Arena and memory patterns stay as ONNX Runtime has them. Measured with four threads on one session and batches of 8
     * (DeiT-Tiny, ppt:r=50): time per frame is the same without them; resident memory is the same without patterns, 60 %
     * higher without the arena, 15 % lower without both.
     */
    private SessionOptions sessionOptions() throws OrtException {
        SessionOptions session = new SessionOptions();
        session.setIntraOpNumThreads(options.intraOpThreads());
        session.setInterOpNumThreads(1);
        session.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
        // Without VNNI the sums of 8-bit products would saturate at 16 bits; there ONNX Runtime then takes a slower
        // kernel.
        session.addConfigEntry("session.x64quantprecision", "1");
        return session;
    }
}
