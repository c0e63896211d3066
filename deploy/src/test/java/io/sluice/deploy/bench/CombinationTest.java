package io.sluice.deploy.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sluice.inference.model.Precision;
import io.sluice.inference.model.ReducerSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CombinationTest {
    private static final ReducerSpec PPT = ReducerSpec.parse("ppt:r=50");

    @Test
    void everythingIsCombinedWithEverythingOnce() {
        List<Combination> all = Combination.of(
                List.of(ReducerSpec.NONE, PPT, PPT), List.of(Precision.FLOAT32, Precision.INT8), List.of(1, 8));

        assertThat(all).hasSize(8).doesNotHaveDuplicates();
    }

    @Test
    void theSpeedUpIsOverFloatsAndTheEfficiencyAgainstTheSamePrecision() {
        Combination reduced = new Combination(PPT, Precision.INT8, 8);

        assertThat(reduced.baseline()).isEqualTo(new Combination(ReducerSpec.NONE, Precision.FLOAT32, 8));
        assertThat(reduced.dense()).isEqualTo(new Combination(ReducerSpec.NONE, Precision.INT8, 8));
    }

    @Test
    void anEmptyBatchIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Combination(PPT, Precision.FLOAT32, 0))
                .withMessage("Expected batches of at least one image, found 0.");
    }
}
