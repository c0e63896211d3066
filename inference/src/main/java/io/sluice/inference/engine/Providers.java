package io.sluice.inference.engine;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Which providers models can run on here: in this build, on this machine. */
public final class Providers {
    /** Takes a number and gives it back: the least that a session can be made of. */
    private static final byte[] SMALLEST_MODEL = Base64.getDecoder()
            .decode("CAhCBAoAEA06MwoMCgF4EgF5IgRSZWx1EgFnWg8KAXgSCgoICAESBAoCCAFiDwoBeRIKCggIARIECgIIAQ==");

    /** So that TensorRT leaves that model alone: to build an engine takes seconds. */
    private static final Map<String, String> BUILD_NOTHING = Map.of("trt_min_subgraph_size", "1000");

    private Providers() {}

    /** Whether ONNX Runtime as it was built into this program knows any other device than the CPU; takes no time. */
    public static boolean beyondCpu() {
        return OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
    }

    /**
     * What is in the way of running models on {@code provider}, in words without a full stop; empty where nothing is. Loads its
     * libraries, which takes seconds for those beyond the CPU, and makes a session on each of its devices.
     */
    public static Optional<String> obstacle(Provider provider) {
        if (provider instanceof Provider.Cpu) {
            return Optional.empty();
        }
        if (!OrtEnvironment.getAvailableProviders().contains(required(provider))) {
            return Optional.of("this build has no " + label(provider) + " provider; build with -Pgpu");
        }
        for (int device : provider.devices()) {
            Optional<String> fault = fault(provider, device);
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    static Optional<String> fault(Provider provider, int device) {
        OrtEnvironment environment = Engine.ortEnvironment(); // before anything is logged
        try (SessionOptions options = new SessionOptions()) {
            ProviderSetup.add(options, provider, device, BUILD_NOTHING);
            try (OrtSession session = environment.createSession(SMALLEST_MODEL, options)) {
                return session.getNumInputs() == 1 ? Optional.empty() : Optional.of("it makes no sessions");
            }
        } catch (OrtException e) {
            return Optional.of(ProviderFault.of(e.getMessage()));
        }
    }

    private static OrtProvider required(Provider provider) {
        return provider instanceof Provider.TensorRt ? OrtProvider.TENSOR_RT : OrtProvider.CUDA;
    }

    /** As its maker writes it. */
    private static String label(Provider provider) {
        return provider instanceof Provider.TensorRt ? "TensorRT" : "CUDA";
    }
}
