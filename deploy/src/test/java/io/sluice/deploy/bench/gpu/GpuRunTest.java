package io.sluice.deploy.bench.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.deploy.OperatorException;
import io.sluice.deploy.bench.PipelineResult;
import io.sluice.deploy.bench.Spread;
import io.sluice.deploy.bench.Throughput;
import io.sluice.deploy.bench.gpu.GpuRatios.Bar;
import io.sluice.deploy.modeling.CaseReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GpuRunTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final OptionalDouble NO_PEAK = OptionalDouble.empty();

    @TempDir
    Path folder;

    @Test
    void ratiosAreOfFloat16AtTheSameBatch() throws IOException {
        passed(
                "bench-tensorrt-deit-small-128",
                List.of(
                        throughput("none", "FLOAT32", 128, 4000, 1),
                        throughput("none", "FLOAT16", 128, 10000, 1),
                        throughput("ppt:r=50", "FLOAT16", 128, 15000, 0.96)));
        passed("torch-deit-small", torch(8000, 12000));

        SpeedRow row = only(GpuRun.in(folder).ratios(OptionalDouble.of(1000)).speeds());

        assertThat(row.provider()).isEqualTo("tensorrt");
        assertThat(row.model()).isEqualTo("deit-small");
        assertThat(row.speedup()).isCloseTo(0.96 * 1.5625, within(1e-9));
        assertThat(row.efficiency()).isEqualTo(0.96);
        assertThat(row.overEager()).isEqualTo(1.25);
        assertThat(row.overCompile()).isCloseTo(10000 / 12000.0, within(1e-9));
        assertThat(row.peakShare()).isCloseTo(10000 * 4.6e9 * 2 / 1000e12, within(1e-9));
    }

    @Test
    void whatWasNotMeasuredIsMissingAndTheRestIsThere() throws IOException {
        passed(
                "bench-cuda-deit-tiny-1",
                List.of(throughput("none", "FLOAT16", 1, 500, 1), throughput("ppt:r=50", "FLOAT16", 1, 600, 0.8)));
        ended("torch-deit-small", "failed\t3\ttorch_baseline: PyTorch cannot be imported.");
        ended("bench-tensorrt-deit-base-256", "out of time\t500\tIt was ended after 500 s.");

        GpuRatios ratios = GpuRun.in(folder).ratios(NO_PEAK);

        SpeedRow row = only(ratios.speeds());
        assertThat(row.overCompile()).isNull();
        assertThat(row.peakShare()).isNull();
        assertThat(ratios.problems())
                .extracting(StepOutcome::name)
                .containsExactly("bench-tensorrt-deit-base-256", "torch-deit-small");
        assertThat(ratios.bars()).noneMatch(Bar::met);
    }

    @Test
    void aCheckThatFoundDifferencesStillSaysHowMany() throws IOException {
        CaseReport good = new CaseReport("dense", "none", 1e-6, List.of(), List.of(), true, null);
        CaseReport bad = new CaseReport("tome", "tome:r=8", 2e-3, List.of(), List.of(), false, "The error is above.");
        passed("check-cuda-float32-dense", List.of(good));
        write("check-cuda-float32-tome", List.of(bad));
        ended("check-cuda-float32-tome", "failed\t9\tIt ended with status 1.");

        GpuRatios ratios = GpuRun.in(folder).ratios(NO_PEAK);

        assertThat(ratios.vectors()).containsExactly(new GpuRatios.Vectors("cuda", "float32", 1, 2, 2e-3));
        assertThat(ratios.problems()).hasSize(1);
        assertThat(ratios.bars().get(0).found()).isEqualTo(0.5);
    }

    @Test
    void barsTakeTheBestOfTheProviders() throws IOException {
        for (String provider : List.of("cuda", "tensorrt")) {
            double efficiency = provider.equals("cuda") ? 0.8 : 0.95;
            passed(
                    "bench-" + provider + "-deit-small-128",
                    List.of(
                            throughput("none", "FLOAT16", 128, 9000, 1),
                            throughput("ppt:r=50", "FLOAT16", 128, 13000, efficiency)));
        }
        Spread ratio = new Spread(0.83, 0.8, 0.85);
        passed(
                "pipeline-tensorrt",
                List.of(new PipelineResult("deit-small@1", "none", 4.6, "FLOAT16", 2, 3, ratio, ratio, ratio, ratio)));

        List<Bar> bars = GpuRun.in(folder).ratios(NO_PEAK).bars();

        assertThat(bars).extracting(Bar::found).containsExactly(null, null, 0.95 * 1.5625, 0.95, 0.83);
        assertThat(bars).extracting(Bar::met).containsExactly(false, false, true, true, true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "passed", "passed\tsoon\t"})
    void aStepThatCannotBeReadIsNamed(String line) throws IOException {
        Files.writeString(folder.resolve("load-cuda.step"), line);

        assertThatThrownBy(() -> GpuRun.in(folder))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("load-cuda.step");
    }

    @Test
    void aResultThatIsNoJsonIsNamed() throws IOException {
        Files.writeString(folder.resolve("load-cuda.json"), "{");
        ended("load-cuda", "passed\t1\t");

        assertThatThrownBy(() -> GpuRun.in(folder).ratios(NO_PEAK))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("load-cuda.json");
    }

    @Test
    void aFolderWithoutStepsIsRefused() {
        assertThatThrownBy(() -> GpuRun.in(folder))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("has no results of gpu-check.sh");
    }

    private void passed(String step, Object result) throws IOException {
        write(step, result);
        ended(step, "passed\t1\t");
    }

    private void write(String step, Object result) throws IOException {
        JSON.writeValue(folder.resolve(step + ".json").toFile(), result);
    }

    private void ended(String step, String line) throws IOException {
        Files.writeString(folder.resolve(step + ".step"), line + "\n");
    }

    /** Of a model of 4.6 billion multiply-accumulates, reduced: 1.5625 times fewer. */
    private static Throughput throughput(String reducer, String precision, int batch, double rate, double efficiency) {
        boolean dense = reducer.equals("none");
        Spread spread = new Spread(rate, rate, rate);
        return new Throughput(
                "deit-small@1",
                reducer,
                precision,
                batch,
                1,
                1,
                dense ? 4.6 : 4.6 / 1.5625,
                rate,
                spread,
                rate,
                1,
                spread,
                dense ? 1 : 1.5625,
                efficiency,
                spread,
                null,
                null);
    }

    private static TorchResult torch(double eager, double compiled) {
        return new TorchResult(
                "2.11",
                "GPU",
                List.of(
                        new TorchResult.Row("deit-small", "eager", 128, new Spread(eager, eager, eager)),
                        new TorchResult.Row(
                                "deit-small", "compile max-autotune", 128, new Spread(compiled, compiled, compiled))),
                List.of(),
                700);
    }

    private static <T> T only(List<T> values) {
        assertThat(values).hasSize(1);
        return values.get(0);
    }
}
