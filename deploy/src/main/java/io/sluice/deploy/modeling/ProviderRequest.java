package io.sluice.deploy.modeling;

import io.sluice.deploy.OperatorException;
import io.sluice.deploy.UsageException;
import io.sluice.inference.engine.Provider;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * What an operator wants models to run on.
 *
 * @param kind of provider
 * @param devices of it, as CUDA numbers them; empty for the first
 * @param cache directory where TensorRT's engines are kept, in one below it for the GPU
 */
public record ProviderRequest(Kind kind, List<Integer> devices, Path cache) {
    /** In the name of what TensorRT needs beside CUDA: anything else that is in its way is in CUDA's too, which takes seconds to try. */
    private static final String TENSORRT = "TensorRT";

    private static final List<Integer> FIRST = List.of(0);

    /** As operators name them. */
    public enum Kind {
        /** The first of the others that can be had. */
        AUTO,
        TENSORRT,
        CUDA,
        CPU
    }

    /**
     * What came of a request.
     *
     * @param provider that can be used
     * @param sentence which, and why it is no other
     */
    public record Chosen(Provider provider, String sentence) {}

    /** @throws UsageException where the devices cannot be those of the provider */
    public ProviderRequest {
        devices = List.copyOf(devices);
        if (kind == Kind.CPU && !devices.isEmpty()) {
            throw new UsageException("Option --device: expected --provider tensorrt or cuda, found cpu.");
        }
        if (devices.stream().anyMatch(device -> device < 0)
                || devices.stream().distinct().count() < devices.size()) {
            throw new UsageException("Option --device: expected numbers from 0, each once, found " + devices + ".");
        }
    }

    /**
     * Chooses.
     *
     * @param gpus of the machine
     * @param obstacle what is in the way of a provider: {@link io.sluice.inference.engine.Providers#obstacle}
     * @throws OperatorException with what is missing where the provider that was asked for cannot be used
     */
    public Chosen choose(GpuNames gpus, Function<Provider, Optional<String>> obstacle) {
        return switch (kind) {
            case AUTO -> auto(gpus, obstacle);
            case TENSORRT -> required(tensorRt(gpus), gpus, obstacle);
            case CUDA -> required(cuda(), gpus, obstacle);
            case CPU -> new Chosen(Provider.CPU, "CPU.");
        };
    }

    private Chosen auto(GpuNames gpus, Function<Provider, Optional<String>> obstacle) {
        Provider tensorRt = tensorRt(gpus);
        Optional<String> noTensorRt = obstacle.apply(tensorRt);
        if (noTensorRt.isEmpty()) {
            return new Chosen(tensorRt, "TensorRT 10 on " + gpus.of(chosenDevices()) + ".");
        }
        Optional<String> noCuda = noTensorRt.filter(what -> !what.contains(TENSORRT));
        if (noCuda.isEmpty()) {
            noCuda = obstacle.apply(cuda());
        }
        return noCuda.isEmpty()
                ? new Chosen(cuda(), "CUDA 12 on " + gpus.of(chosenDevices()) + ": " + noTensorRt.get() + ".")
                : new Chosen(Provider.CPU, "CPU: " + noCuda.get() + ".");
    }

    private Chosen required(Provider provider, GpuNames gpus, Function<Provider, Optional<String>> obstacle) {
        obstacle.apply(provider).ifPresent(what -> {
            throw new OperatorException(
                    "Provider " + kind.name().toLowerCase(Locale.ROOT) + " cannot be used: " + what + ".");
        });
        return new Chosen(provider, provider.name() + " on " + gpus.of(provider.devices()) + ".");
    }

    /** What has been built for one GPU does not run on another. */
    private Provider tensorRt(GpuNames gpus) {
        String names = gpus.of(chosenDevices()).replaceAll("[^A-Za-z0-9._-]", "_");
        return new Provider.TensorRt(chosenDevices(), cache.resolve(names));
    }

    private Provider cuda() {
        return new Provider.Cuda(chosenDevices());
    }

    private List<Integer> chosenDevices() {
        return devices.isEmpty() ? FIRST : devices;
    }
}
