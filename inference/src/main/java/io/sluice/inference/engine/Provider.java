package io.sluice.inference.engine;

import java.nio.file.Path;
import java.util.List;

/** What a model runs on. */
public sealed interface Provider {
    /** Everywhere, without anything to install. */
    Provider CPU = new Cpu();

    /** As labels, metrics and calibrations carry it. */
    String name();

    /** Devices as the CUDA runtime numbers them, each once; none where there is nothing to choose from. */
    List<Integer> devices();

    /** The processor that the JVM runs on. */
    record Cpu() implements Provider {
        @Override
        public String name() {
            return "CPU";
        }

        @Override
        public List<Integer> devices() {
            return List.of();
        }
    }

    /**
     * ONNX Runtime's own kernels on NVIDIA GPUs.
     *
     * @param devices at least one
     */
    record Cuda(List<Integer> devices) implements Provider {
        public Cuda {
            devices = checked(devices);
        }

        @Override
        public String name() {
            return "CUDA";
        }
    }

    /**
     * Engines that TensorRT builds for one GPU, one operating point and one size of batch each; what it cannot do runs as with
     * {@link Cuda}.
     *
     * @param devices at least one
     * @param cache directory of what has been built, which takes minutes; need not be there
     */
    record TensorRt(List<Integer> devices, Path cache) implements Provider {
        public TensorRt {
            devices = checked(devices);
        }

        @Override
        public String name() {
            return "TENSORRT";
        }
    }

    private static List<Integer> checked(List<Integer> devices) {
        List<Integer> distinct = devices.stream().distinct().toList();
        if (devices.isEmpty()
                || distinct.size() < devices.size()
                || distinct.stream().anyMatch(device -> device < 0)) {
            throw new IllegalArgumentException(
                    "Expected numbers of devices from 0, at least one, each once, found " + devices + ".");
        }
        return distinct;
    }
}
