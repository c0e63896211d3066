package io.sluice.inference.engine;

import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.ModelId;
import io.sluice.inference.model.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where the engine that TensorRT builds for one model and size of batch is kept. ONNX Runtime names its files after the graph's
 * names, which all models of a family share; so each has a directory of its own, and the timings of kernels, which all share, have
 * another.
 *
 * @param engines directory of this model's
 * @param timings directory of all models'
 */
record EngineCache(Path engines, Path timings) {
    private static final Path LOADED = Path.of("/proc/self/maps");
    private static final String TENSORRT = "libnvinfer.so";
    private static final int DIGITS = 16;

    /**
     * In a directory, by the versions of what builds.
     *
     * @param digest of the model, see {@link #digest}
     * @param size of its batches
     */
    static EngineCache of(Path cache, ModelId id, String digest, int size) {
        Path versions = cache.resolve("onnxruntime-" + Engine.runtimeVersion() + "-" + tensorRt(LOADED));
        String name = id.name().replaceAll("[^A-Za-z0-9._-]", "_") + "-" + digest;
        return new EngineCache(versions.resolve(name).resolve("batch-" + size), versions.resolve("timings"));
    }

    /**
     * TensorRT's library as it is loaded, with its size, since not every file is called after its whole version.
     *
     * @param loaded files in the memory of this process, as Linux lists them
     */
    static String tensorRt(Path loaded) {
        try (Stream<String> lines = Files.lines(loaded)) {
            return lines.filter(line -> line.contains("/" + TENSORRT))
                    .map(line -> Path.of(line.substring(line.indexOf('/'))))
                    .findFirst()
                    .map(EngineCache::stamp)
                    .orElse(TENSORRT);
        } catch (IOException e) { // no Linux
            return TENSORRT;
        }
    }

    private static String stamp(Path library) {
        try {
            return library.getFileName() + "-" + Files.size(library);
        } catch (IOException e) {
            return library.getFileName().toString();
        }
    }

    /** Of the graph and its weights. */
    static String digest(CompiledModel model) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(model.onnx());
            return HexFormat.of().formatHex(sha256.digest()).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** Whether the engine has been built. */
    boolean isThere() {
        try (Stream<Path> files = Files.list(engines)) {
            return files.anyMatch(file -> file.toString().endsWith(".engine"));
        } catch (IOException e) {
            return false;
        }
    }

    /** What TensorRT is told; makes the directories. */
    Map<String, String> options(Precision precision) {
        try {
            Files.createDirectories(engines);
            Files.createDirectories(timings);
        } catch (IOException e) {
            throw new EngineException(
                    "Directory " + engines + " for TensorRT's engines cannot be made: " + e.getMessage() + ".", e);
        }
        String half = precision == Precision.FLOAT16 ? "1" : "0";
        return Map.of(
                "trt_engine_cache_enable",
                "1",
                "trt_engine_cache_path",
                engines.toString(),
                "trt_timing_cache_enable",
                "1",
                "trt_timing_cache_path",
                timings.toString(),
                "trt_fp16_enable",
                half,
                // Sums over squares of activations do not fit into 16 bits.
                "trt_layer_norm_fp32_fallback",
                half);
    }
}
