package io.sluice.inference.engine;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import ai.onnxruntime.providers.OrtTensorRTProviderOptions;
import java.util.Map;

/**
 * Tells a session that is about to be made what to run on. Providers are asked in the order in which they are added for each
 * node; the CPU comes last by itself.
 */
final class ProviderSetup {
    /**
     * Memory grows by what a run needs, not by powers of two; convolutions take the algorithm that cuDNN's rules name, where
     * trying all would hold up the first batch of each size; FLOAT32 means 32 bits, not TF32's 19.
     */
    private static final Map<String, String> CUDA = Map.of(
            "arena_extend_strategy", "kSameAsRequested",
            "cudnn_conv_algo_search", "HEURISTIC",
            "do_copy_in_default_stream", "1",
            "use_tf32", "0");

    private ProviderSetup() {}

    /**
     * Adds a provider.
     *
     * @param device one of the provider's
     * @param tensorRt options of TensorRT, where it is that
     * @throws OrtException where its libraries cannot be loaded
     */
    static void add(SessionOptions session, Provider provider, int device, Map<String, String> tensorRt)
            throws OrtException {
        if (provider instanceof Provider.TensorRt) {
            addTensorRt(session, device, tensorRt);
        }
        if (provider instanceof Provider.Cpu) {
            session.addCPU(true);
        } else {
            addCuda(session, device);
            // Patterns are kept for each size of batch that occurs, in device memory that nothing else can use.
            session.setMemoryPatternOptimization(false);
        }
    }

    private static void addTensorRt(SessionOptions session, int device, Map<String, String> options)
            throws OrtException {
        try (OrtTensorRTProviderOptions tensorRt = new OrtTensorRTProviderOptions(device)) {
            for (Map.Entry<String, String> option : options.entrySet()) {
                tensorRt.add(option.getKey(), option.getValue());
            }
            session.addTensorrt(tensorRt);
        }
    }

    private static void addCuda(SessionOptions session, int device) throws OrtException {
        try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(device)) {
            for (Map.Entry<String, String> option : CUDA.entrySet()) {
                cuda.add(option.getKey(), option.getValue());
            }
            session.addCUDA(cuda);
        }
    }
}
