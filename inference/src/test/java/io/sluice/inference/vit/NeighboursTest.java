package io.sluice.inference.vit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.VitShape;
import io.sluice.inference.weights.FloatTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NeighboursTest {
    private static final VitShape SHAPE = new VitShape(32, 8, 48, 5, 3, 96, 7, 1);
    private static final int PICTURES = 5;

    /** Between the variances of the pictures' scores: PPT prunes some and pools others. */
    private static final String MIXED = "ppt:r=5,threshold=4e-5,blocks=1";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none",
                "evit:keep=0.6,blocks=1+3",
                "ppt:r=5,threshold=0,blocks=1+3",
                "ppt:r=5,threshold=1,blocks=1+3",
                MIXED,
                "etps:keep=0.6,blocks=1+3",
                "dynamicvit:keep=0.6,blocks=1+3",
                "dtps:keep=0.6,blocks=1+3",
                "tome:r=2",
                "topk:keep=0.6,blocks=1+3",
                "random:keep=0.6,blocks=1+3"
            })
    void anAnswerDoesNotDependOnItsNeighbours(String spec) throws OrtException {
        CompiledModel model = compile(spec);
        FloatTensor batch = ModelCompilerTest.pictures(SHAPE, PICTURES, 1);

        List<float[]> together = logits(model, batch);

        for (int picture = 0; picture < PICTURES; picture++) {
            float[] alone = logits(model, batch.rows(picture, picture + 1)).get(0);
            assertThat(together.get(picture))
                    .usingComparatorWithPrecision(1e-5f)
                    .containsExactly(alone);
        }
    }

    @Test
    void oneBatchHoldsPicturesThatArePrunedAndPicturesThatArePooled() throws OrtException {
        FloatTensor batch = ModelCompilerTest.pictures(SHAPE, PICTURES, 1);
        List<float[]> pruned = logits(compile("ppt:r=5,threshold=0,blocks=1"), batch);
        List<float[]> pooled = logits(compile("ppt:r=5,threshold=1,blocks=1"), batch);

        List<float[]> mixed = logits(compile(MIXED), batch);

        List<Boolean> prunes = IntStream.range(0, PICTURES)
                .mapToObj(picture -> Arrays.equals(mixed.get(picture), pruned.get(picture)))
                .toList();
        List<Boolean> pools = IntStream.range(0, PICTURES)
                .mapToObj(picture -> Arrays.equals(mixed.get(picture), pooled.get(picture)))
                .toList();
        assertThat(prunes).contains(true, false);
        assertThat(pools).isEqualTo(prunes.stream().map(was -> !was).toList());
    }

    private static CompiledModel compile(String spec) {
        return ModelCompilerTest.compile(SHAPE, spec, PixelInput.NORMALIZED_NCHW, Set.of());
    }

    /** By picture. */
    private static List<float[]> logits(CompiledModel model, FloatTensor batch) throws OrtException {
        FloatTensor logits = ModelCompilerTest.run(model, batch).get(CompiledModel.LOGITS);
        return IntStream.range(0, batch.size(0))
                .mapToObj(picture -> logits.rows(picture, picture + 1).toArray())
                .toList();
    }
}
