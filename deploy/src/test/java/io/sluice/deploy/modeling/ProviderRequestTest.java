package io.sluice.deploy.modeling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.deploy.OperatorException;
import io.sluice.deploy.UsageException;
import io.sluice.deploy.modeling.ProviderRequest.Chosen;
import io.sluice.deploy.modeling.ProviderRequest.Kind;
import io.sluice.inference.engine.Provider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProviderRequestTest {
    private static final Path CACHE = Path.of("engines");
    private static final GpuNames TWO = new GpuNames(List.of("NVIDIA H200", "NVIDIA L4"));

    @Test
    void autoTakesTensorRtWhereItCan() {
        Chosen chosen = choose(Kind.AUTO, List.of(), provider -> Optional.empty());

        assertThat(chosen.provider()).isEqualTo(new Provider.TensorRt(List.of(0), CACHE.resolve("NVIDIA_H200")));
        assertThat(chosen.sentence()).isEqualTo("TensorRT 10 on NVIDIA H200.");
    }

    @Test
    void autoSaysWhyItIsNoMoreThanCuda() {
        Chosen chosen = choose(
                Kind.AUTO, List.of(1), missing("libnvinfer.so.10 (TensorRT 10) is missing", Provider.TensorRt.class));

        assertThat(chosen.provider()).isEqualTo(new Provider.Cuda(List.of(1)));
        assertThat(chosen.sentence()).isEqualTo("CUDA 12 on NVIDIA L4: libnvinfer.so.10 (TensorRT 10) is missing.");
    }

    @Test
    void autoSaysWhyItIsNoMoreThanTheCpu() {
        Chosen chosen = choose(
                Kind.AUTO,
                List.of(),
                provider -> Optional.of(
                        provider instanceof Provider.TensorRt
                                ? "this build has no TensorRT provider; build with -Pgpu"
                                : "this build has no CUDA provider; build with -Pgpu"));

        assertThat(chosen.provider()).isEqualTo(Provider.CPU);
        assertThat(chosen.sentence()).isEqualTo("CPU: this build has no CUDA provider; build with -Pgpu.");
    }

    @Test
    void autoDoesNotTryCudaWithoutItsLibraries() {
        Chosen chosen = choose(Kind.AUTO, List.of(), provider -> {
            assertThat(provider).isInstanceOf(Provider.TensorRt.class);
            return Optional.of("libcublas.so.12 (cuBLAS of CUDA 12) is missing");
        });

        assertThat(chosen.sentence()).isEqualTo("CPU: libcublas.so.12 (cuBLAS of CUDA 12) is missing.");
    }

    @Test
    void whatWasAskedForIsUsedOrRefused() {
        Function<Provider, Optional<String>> noTensorRt =
                missing("libcudnn.so.9 (cuDNN 9) is missing", Provider.TensorRt.class);

        assertThat(choose(Kind.CUDA, List.of(1, 0), noTensorRt).provider()).isEqualTo(new Provider.Cuda(List.of(1, 0)));
        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> choose(Kind.TENSORRT, List.of(), noTensorRt))
                .withMessage("Provider tensorrt cannot be used: libcudnn.so.9 (cuDNN 9) is missing.");
    }

    @Test
    void theCpuIsNotLookedFor() {
        Chosen chosen = choose(Kind.CPU, List.of(), provider -> {
            throw new AssertionError("nobody has asked for " + provider);
        });

        assertThat(chosen.provider()).isEqualTo(Provider.CPU);
    }

    @Test
    void theCpuHasNoDevices() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> new ProviderRequest(Kind.CPU, List.of(0), CACHE));
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> new ProviderRequest(Kind.AUTO, List.of(1, 1), CACHE))
                .withMessageContaining("each once, found [1, 1]");
    }

    @Test
    void gpusAreCalledWhatTheDriverCallsThem(@TempDir Path driver) throws IOException {
        write(driver, "0000:1b:00.0", "Model: \t\t NVIDIA H200\nIRQ:   \t\t 1\n");
        write(driver, "0000:43:00.0", "Model: \t\t NVIDIA L4\n");

        assertThat(GpuNames.in(driver)).isEqualTo(TWO);
        assertThat(TWO.of(List.of(0, 1))).isEqualTo("NVIDIA H200 and NVIDIA L4");
        assertThat(GpuNames.in(driver.resolve("none")).of(List.of(3))).isEqualTo("device 3");
    }

    private static void write(Path driver, String gpu, String information) throws IOException {
        Path directory = Files.createDirectory(driver.resolve(gpu));
        Files.writeString(directory.resolve("information"), information);
    }

    private static Chosen choose(Kind kind, List<Integer> devices, Function<Provider, Optional<String>> obstacle) {
        return new ProviderRequest(kind, devices, CACHE).choose(TWO, obstacle);
    }

    private static Function<Provider, Optional<String>> missing(String what, Class<? extends Provider> type) {
        return provider -> type.isInstance(provider) ? Optional.of(what) : Optional.empty();
    }
}
