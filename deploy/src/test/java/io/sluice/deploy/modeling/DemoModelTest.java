package io.sluice.deploy.modeling;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.inference.model.ReducerSpec;
import org.junit.jupiter.api.Test;

/** The model that comes with Sluice, on scenes that it was not trained on. */
final class DemoModelTest {
    private static final long SEED = 4711;
    private static final long FRAMES = 400;

    @Test
    void theModelNamesWhatIsDrawnAndALightReductionCostsLittleAndAHeavyOneMuch() {
        SceneAccuracy dense = accuracy("none");
        SceneAccuracy light = accuracy("evit:keep=0.9");
        SceneAccuracy heavy = accuracy("evit:keep=0.2");

        assertThat(dense.percent()).isGreaterThanOrEqualTo(95);
        assertThat(light.percent()).isGreaterThan(dense.percent() - 5);
        assertThat(heavy.percent()).isLessThan(dense.percent() - 5);
    }

    private static SceneAccuracy accuracy(String reducer) {
        return SceneAccuracy.of(ReducerSpec.parse(reducer), SEED, FRAMES);
    }
}
