package io.sluice.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The long messages are those that ONNX Runtime 1.26.0 gave on a machine without the libraries. */
final class ProviderFaultTest {
    private static final String LOADING =
            "Error code - ORT_FAIL - message: /onnxruntime_src/onnxruntime/core/session/provider_bridge_ort.cc:1962"
                    + " onnxruntime::Provider& onnxruntime::ProviderLibrary::Get() [ONNXRuntimeError] : 1 : FAIL : Failed"
                    + " to load library /tmp/onnxruntime-java11436859559465489310/";

    @Test
    void aMissingLibraryIsNamedWithItsProductAndVersion() {
        String cuda = LOADING
                + "libonnxruntime_providers_cuda.so with error: libcublasLt.so.12: cannot open shared object file: No such"
                + " file or directory\n";
        String tensorRt = LOADING
                + "libonnxruntime_providers_tensorrt.so with error: libcublas.so.12: cannot open shared object file: No such"
                + " file or directory\n";

        assertThat(ProviderFault.of(cuda)).isEqualTo("libcublasLt.so.12 (cuBLAS of CUDA 12) is missing");
        assertThat(ProviderFault.of(tensorRt)).isEqualTo("libcublas.so.12 (cuBLAS of CUDA 12) is missing");
    }

    @Test
    void whatTheProvidersAreLinkedWithIsKnown() {
        assertThat(missing("libcudart.so.12")).contains("(the runtime of CUDA 12)");
        assertThat(missing("libcufft.so.11")).contains("(cuFFT of CUDA 12)");
        assertThat(missing("libcurand.so.10")).contains("(cuRAND of CUDA 12)");
        assertThat(missing("libcudnn.so.9")).contains("(cuDNN 9)");
        assertThat(missing("libnvinfer.so.10")).contains("(TensorRT 10)");
        assertThat(missing("libnvonnxparser.so.10")).contains("(the ONNX parser of TensorRT 10)");
        assertThat(missing("libcuda.so.1")).contains("(the NVIDIA driver)");
    }

    @Test
    void anUnknownLibraryIsNamedByItsFile() {
        assertThat(missing("libstrange-2.so.7")).isEqualTo("libstrange-2.so.7 is missing");
    }

    @Test
    void aLibraryOfAnotherVersionIsNamedWithWhatItLacks() {
        String message = LOADING
                + "libonnxruntime_providers_cuda.so with error: /lib/libonnxruntime_providers_cuda.so: undefined symbol:"
                + " cudaLibraryLoadData\n";

        assertThat(ProviderFault.of(message))
                .isEqualTo("a library does not fit libonnxruntime_providers_cuda.so (undefined symbol:"
                        + " cudaLibraryLoadData): CUDA 12, cuDNN 9 and TensorRT 10 are expected");
    }

    @Test
    void whatCudaSaysIsRepeated() {
        String message =
                "Error code - ORT_FAIL - message: /onnxruntime_src/onnxruntime/core/providers/cuda/cuda_call.cc:129"
                        + " CUDA failure 100: no CUDA-capable device is detected ; GPU=-1 ; hostname=h ; file=f ; line=282 ;"
                        + " expr=cudaSetDevice(info_.device_id);";

        assertThat(ProviderFault.of(message)).isEqualTo("CUDA says: no CUDA-capable device is detected");
    }

    @Test
    void anythingElseIsRepeatedInOneLine() {
        assertThat(ProviderFault.of("somewhere in a file\nIt rains.\n")).isEqualTo("ONNX Runtime says: It rains");
    }

    private static String missing(String library) {
        return ProviderFault.of(LOADING + "libonnxruntime_providers_cuda.so with error: " + library
                + ": cannot open shared object file: No such file or directory\n");
    }
}
