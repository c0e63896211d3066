package io.sluice.inference.engine;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a provider cannot be used, read out of what ONNX Runtime says. */
final class ProviderFault {
    private static final Pattern MISSING = Pattern.compile("([\\w.+-]+\\.so[.\\d]*): cannot open shared object file");
    private static final Pattern UNFIT =
            Pattern.compile("error: (\\S+): (undefined symbol: \\w+|version `\\S+' not found)");
    private static final Pattern CUDA = Pattern.compile("(?:CUDA|CUDNN|CUBLAS) failure \\d+: ([^;]+?) *;");

    /** What ONNX Runtime 1.26 is linked with, and those libraries with one another. */
    private static final Map<String, String> PRODUCTS = Map.ofEntries(
            Map.entry("libcuda.so.1", "the NVIDIA driver"),
            Map.entry("libcudart.so.12", "the runtime of CUDA 12"),
            Map.entry("libcublas.so.12", "cuBLAS of CUDA 12"),
            Map.entry("libcublasLt.so.12", "cuBLAS of CUDA 12"),
            Map.entry("libcufft.so.11", "cuFFT of CUDA 12"),
            Map.entry("libcurand.so.10", "cuRAND of CUDA 12"),
            Map.entry("libnvrtc.so.12", "the run-time compiler of CUDA 12"),
            Map.entry("libnvJitLink.so.12", "the linker of CUDA 12"),
            Map.entry("libcudnn.so.9", "cuDNN 9"),
            Map.entry("libnvinfer.so.10", "TensorRT 10"),
            Map.entry("libnvinfer_plugin.so.10", "TensorRT 10"),
            Map.entry("libnvonnxparser.so.10", "the ONNX parser of TensorRT 10"));

    private ProviderFault() {}

    /**
     * In words, without a full stop: {@code libcublasLt.so.12 (cuBLAS of CUDA 12) is missing}.
     *
     * @param message of ONNX Runtime
     */
    static String of(String message) {
        Matcher missing = MISSING.matcher(message);
        if (missing.find()) {
            return named(missing.group(1)) + " is missing";
        }
        Matcher unfit = UNFIT.matcher(message);
        if (unfit.find()) {
            return "a library does not fit " + fileName(unfit.group(1)) + " (" + unfit.group(2)
                    + "): CUDA 12, cuDNN 9 and TensorRT 10 are expected";
        }
        Matcher cuda = CUDA.matcher(message);
        return cuda.find() ? "CUDA says: " + cuda.group(1) : "ONNX Runtime says: " + lastLine(message);
    }

    private static String named(String library) {
        String product = PRODUCTS.get(library);
        return product == null ? library : library + " (" + product + ")";
    }

    private static String fileName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Before it, messages have places in ONNX Runtime's sources. */
    private static String lastLine(String message) {
        List<String> lines = message.strip().lines().toList();
        String last = lines.isEmpty() ? "nothing" : lines.get(lines.size() - 1).strip();
        return last.endsWith(".") ? last.substring(0, last.length() - 1) : last;
    }
}
