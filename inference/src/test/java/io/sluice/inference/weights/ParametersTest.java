package io.sluice.inference.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.inference.model.VitShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {
    private static final VitShape SHAPE = new VitShape(32, 8, 48, 1, 3, 96, 7, 1);

    private final Parameters parameters = Parameters.of(new RandomWeights("small", SHAPE, 1));

    @Test
    void everyParameterAtFaultIsNamedAtOnce() {
        Map<String, List<Integer>> expected = new TreeMap<>(VitParameters.of(SHAPE));
        expected.remove("norm.bias");
        expected.put("cls_token", List.of(1, 1, 64));
        expected.put("dist_token", List.of(1, 1, 48));

        assertThatThrownBy(() -> parameters.require(expected, "score_predictor."))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("'cls_token' is [1, 1, 48], expected [1, 1, 64]")
                .hasMessageContaining("'dist_token' is missing")
                .hasMessageContaining("'norm.bias' has no place");
    }

    @Test
    void whatChangesNoAnswerIsLeftOutAndAllElseIsNamed(@TempDir Path folder) throws IOException {
        Pickles pickle = new Pickles().operations("}(");
        for (String harmless : List.of("pooler.dense.weight", "mask_token", "blocks.0.relative_position_index")) {
            pickle.text(harmless).tensor("LongStorage", "0", 1, 0, new int[] {1}, new int[] {1});
        }
        pickle.text("cls_token").tensor("LongStorage", "0", 1, 0, new int[] {1}, new int[] {1});
        for (String other : List.of("fc_norm.weight", "pre_logits.fc.weight", "blocks.0.attn.q.weight", "head.bias")) {
            pickle.text(other).vector("0", 2);
        }
        Parameters read = Parameters.of(Checkpoint.open(
                new TorchFile().pickle(pickle.operation('u')).floats("0", 1, 2).write(folder.resolve("w.pth"))));

        assertThatThrownBy(() -> read.require(Map.of("cls_token", List.of(1), "head.bias", List.of(2)), "score_"))
                .isInstanceOf(CheckpointException.class)
                .hasMessageEndingWith("w.pth: 'cls_token' has elements of type I64, expected F32, F16 or BF16;"
                        + " 'blocks.0.attn.q.weight' has no place in a plain Vision Transformer;"
                        + " 'fc_norm.weight' has no place in a plain Vision Transformer;"
                        + " 'pre_logits.fc.weight' has no place in a plain Vision Transformer.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "module.", "_orig_mod.", "_orig_mod.module.", "module._orig_mod.module."})
    void whatWrapsAModelInTrainingIsNoPartOfItsNames(String wrapping, @TempDir Path folder) throws IOException {
        Pickles pickle = new Pickles().operations("}(");
        pickle.text("n_averaged").tensor("LongStorage", "0", 1, 0, new int[] {}, new int[] {});
        pickle.text(wrapping + "norm.bias").vector("0", 2);
        Checkpoint wrapped = Checkpoint.open(
                new TorchFile().pickle(pickle.operation('u')).floats("0", 1, 2).write(folder.resolve("w.pth")));

        Parameters.of(wrapped).require(Map.of("norm.bias", List.of(2)), "score_");

        assertThat(Parameters.of(wrapped).names()).containsExactly("norm.bias");
    }

    @Test
    void theSameUnderTwoWrappingsIsRefused(@TempDir Path folder) throws IOException {
        Pickles pickle = new Pickles().operations("}(");
        pickle.text("norm.bias").vector("0", 2).text("module.norm.bias").vector("0", 2);
        Checkpoint both = Checkpoint.open(
                new TorchFile().pickle(pickle.operation('u')).floats("0", 1, 2).write(folder.resolve("w.pth")));

        assertThatThrownBy(() -> Parameters.of(both))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("'norm.bias' twice");
    }

    @Test
    void randomWeightsAreTheSameForTheSameSeed() {
        FloatTensor weights = new RandomWeights("a", SHAPE, 1).tensor("head.weight");

        assertThat(new RandomWeights("b", SHAPE, 1).tensor("head.weight")).isEqualTo(weights);
        assertThat(new RandomWeights("a", SHAPE, 2).tensor("head.weight")).isNotEqualTo(weights);
    }

    @Test
    void aTransposedTensorHasRowsForColumns() {
        FloatTensor tensor = FloatTensor.of(List.of(2, 3), 1, 2, 3, 4, 5, 6);

        assertThat(tensor.transposed()).isEqualTo(FloatTensor.of(List.of(3, 2), 1, 4, 2, 5, 3, 6));
        assertThat(tensor.rows(1, 2)).isEqualTo(FloatTensor.of(List.of(1, 3), 4, 5, 6));
    }
}
