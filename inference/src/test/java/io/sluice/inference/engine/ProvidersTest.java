package io.sluice.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.Precision;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProvidersTest {
    private static final Provider CUDA = new Provider.Cuda(List.of(0));

    @Test
    void theNamesAreThoseThatLabelsCarry() {
        assertThat(Provider.CPU.name()).isEqualTo("CPU");
        assertThat(CUDA.name()).isEqualTo("CUDA");
        assertThat(new Provider.TensorRt(List.of(0), Path.of("engines")).name()).isEqualTo("TENSORRT");
    }

    @Test
    void nothingIsInTheWayOfTheCpu() {
        assertThat(Providers.obstacle(Provider.CPU)).isEmpty();
        assertThat(Providers.fault(Provider.CPU, 0)).isEmpty();
    }

    @Test
    void aBuildWithoutGpusSaysHowToMakeOneWith() {
        assumeFalse(Providers.beyondCpu());

        assertThat(Providers.obstacle(CUDA)).contains("this build has no CUDA provider; build with -Pgpu");
        assertThat(Providers.obstacle(new Provider.TensorRt(List.of(0), Path.of("engines"))))
                .contains("this build has no TensorRT provider; build with -Pgpu");
    }

    @Test
    void devicesAreNumberedFromZeroAndNamedOnce() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Provider.Cuda(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Provider.Cuda(List.of(0, 0)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Provider.TensorRt(List.of(-1), Path.of("engines")))
                .withMessageContaining("found [-1]");
    }

    @Test
    void eightBitsAreForTheCpu() {
        CompiledModel floats = TinyModel.dense();
        OperatingPoint point = floats.point();
        CompiledModel bytes = new CompiledModel(
                floats.onnx(),
                floats.id(),
                floats.shape(),
                floats.preprocessing(),
                new OperatingPoint(point.model(), point.reducer(), Precision.INT8, point.schedule(), point.macs()));

        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(() -> Engine.load(bytes, EngineOptions.on(CUDA)))
                .withMessageContaining("runs on the CPU only: expected FLOAT32 or FLOAT16 on CUDA");
    }
}
