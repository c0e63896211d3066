package io.sluice.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.inference.model.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EngineCacheTest {
    @TempDir
    private Path directory;

    @Test
    void noTwoModelsOrSizesShareADirectoryButAllShareTheTimings() {
        EngineCache one = EngineCache.of(directory, TinyModel.ID, EngineCache.digest(TinyModel.dense()), 1);
        EngineCache four = EngineCache.of(directory, TinyModel.ID, EngineCache.digest(TinyModel.dense()), 4);
        EngineCache other = EngineCache.of(directory, TinyModel.ID, EngineCache.digest(TinyModel.reduced()), 1);

        assertThat(one.engines()).isNotEqualTo(four.engines()).isNotEqualTo(other.engines());
        assertThat(one.timings()).isEqualTo(four.timings()).isEqualTo(other.timings());
        assertThat(one.engines().toString())
                .startsWith(directory
                        .resolve("onnxruntime-" + Engine.runtimeVersion())
                        .toString())
                .contains("tiny-")
                .endsWith("batch-1");
    }

    @Test
    void anEngineIsThereWhenItsFileIs() throws IOException {
        EngineCache cache = EngineCache.of(directory, TinyModel.ID, "0", 1);
        assertThat(cache.isThere()).isFalse();

        assertThat(cache.options(Precision.FLOAT16))
                .containsEntry("trt_engine_cache_path", cache.engines().toString())
                .containsEntry("trt_timing_cache_path", cache.timings().toString())
                .containsEntry("trt_fp16_enable", "1");
        assertThat(cache.options(Precision.FLOAT32)).containsEntry("trt_fp16_enable", "0");
        assertThat(cache.isThere()).isFalse();

        Files.writeString(
                cache.engines().resolve("TensorrtExecutionProvider_TRTKernel_graph_sluice_1_0_sm90.engine"), "");
        assertThat(cache.isThere()).isTrue();
    }

    @Test
    void theLibraryThatIsLoadedIsPartOfTheVersion() throws IOException {
        Path library = Files.writeString(directory.resolve("libnvinfer.so.10.6.0"), "four");
        Path maps = directory.resolve("maps");
        Files.writeString(
                maps,
                "7f00-7f01 r-xp 00000000 08:01 12    /lib/libc.so.6\n7f02-7f03 r-xp 00000000 08:01 13    " + library
                        + "\n");

        assertThat(EngineCache.tensorRt(maps)).isEqualTo("libnvinfer.so.10.6.0-4");
        assertThat(EngineCache.tensorRt(directory.resolve("none"))).isEqualTo("libnvinfer.so");
    }
}
