package io.sluice.inference.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.inference.engine.Provider;
import io.sluice.schemas.Topics;
import java.util.List;
import org.junit.jupiter.api.Test;

final class InferenceSettingsTest {
    private static final Topics TOPICS = new Topics("sluice");

    @Test
    void aCpuGetsALaneForEachCoreAndBatchesOfOne() {
        InferenceSettings settings = InferenceSettings.forDevice(Provider.CPU, TOPICS, 4, 4);

        assertThat(settings).isEqualTo(InferenceSettings.forCpu(TOPICS, 4));
        assertThat(settings.maxBatch()).isEqualTo(1);
    }

    @Test
    void gpusGetLargeBatchesAndThreadsThatDecode() {
        InferenceSettings settings = InferenceSettings.forDevice(new Provider.Cuda(List.of(0, 1)), TOPICS, 4, 16);

        assertThat(settings.batching().lanes()).isEqualTo(4);
        assertThat(settings.maxBatch()).isEqualTo(32);
        assertThat(settings.streamThreads()).isEqualTo(8);
        assertThat(settings.framesInFlight()).isEqualTo(4 * 32 * 4);
        assertThat(InferenceSettings.forDevice(new Provider.Cuda(List.of(0)), TOPICS, 2, 2)
                        .streamThreads())
                .isEqualTo(1);
    }
}
