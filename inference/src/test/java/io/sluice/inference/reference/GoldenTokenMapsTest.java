package io.sluice.inference.reference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import io.sluice.inference.TestData;
import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.PatchGroups;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.Preprocessing;
import io.sluice.inference.model.TokenMap;
import io.sluice.inference.model.VitShape;
import io.sluice.inference.vit.CompileOptions;
import io.sluice.inference.vit.Diagnostic;
import io.sluice.inference.vit.ModelCompiler;
import io.sluice.inference.vit.OrtRuntime;
import io.sluice.inference.vit.PixelInput;
import io.sluice.inference.weights.Checkpoint;
import io.sluice.inference.weights.FloatTensor;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Token maps on the pictures of the reference vectors. Those say no positions, but how many tokens the authors' code leaves, and
 * its logits, which the model that shows its tokens has to give as well.
 */
class GoldenTokenMapsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "dense",
                "evit-fuse-0.5",
                "evit-nofuse-0.7",
                "etps-0.5",
                "dynamicvit-0.5",
                "dtps-0.5",
                "tome-r13",
                "tome-r13-distilled",
                "ppt-r50-t0.0003",
                "ppt-r50-t1"
            })
    void aCaseLeavesTheTokensOfItsAuthorsCode(String name) throws OrtException {
        ReferenceCase reference = ReferenceCase.read(TestData.require("golden/" + name + ".safetensors"));
        CompiledModel model = compile(reference);
        Map<String, FloatTensor> outputs;
        try (OrtRuntime runtime = new OrtRuntime(model)) {
            outputs = runtime.run(reference.pictures(), model.point().schedule().amounts());
        }

        double largest =
                reference.logits().stream().mapToDouble(Math::abs).max().orElseThrow();
        float[] logits = outputs.get(CompiledModel.LOGITS).toArray();
        for (int i = 0; i < logits.length; i++) {
            assertThat(Math.abs(logits[i] - reference.logits().get(i)) / largest)
                    .isLessThan(3e-5);
        }
        int pictures = reference.pictures().size(0);
        for (int picture = 0; picture < pictures; picture++) {
            assertTokens(reference, model.shape(), map(model, outputs, picture));
        }
    }

    private static void assertTokens(ReferenceCase reference, VitShape shape, TokenMap map) {
        for (PatchGroups stage : map.stages()) {
            assertThat(stage.tokens() + shape.specialTokens())
                    .as(stage.name())
                    .isEqualTo(reference.tokens().get(stage.block()));
        }
    }

    private static TokenMap map(CompiledModel model, Map<String, FloatTensor> outputs, int picture) {
        NavigableMap<Integer, long[]> holders = new TreeMap<>();
        for (int block = 0; block < model.shape().depth(); block++) {
            FloatTensor all = outputs.get(Diagnostic.holders(block));
            if (all != null) {
                float[] own = all.rows(picture, picture + 1).toArray();
                holders.put(
                        block,
                        IntStream.range(0, own.length)
                                .mapToLong(patch -> (long) own[patch])
                                .toArray());
            }
        }
        return TokenMap.of(model.shape(), model.point().schedule(), holders);
    }

    private static CompiledModel compile(ReferenceCase reference) {
        CompileOptions options = CompileOptions.DEFAULT
                .withHeads(reference.heads())
                .withInput(PixelInput.NORMALIZED_NCHW)
                .withDiagnostics(Set.of(Diagnostic.HOLDERS));
        ModelCompiler compiler = new ModelCompiler(Checkpoint.open(reference.weights()), options);
        return compiler.compile(
                reference.reducer(),
                Precision.FLOAT32,
                Preprocessing.imageNet(compiler.shape().inputSize()));
    }
}
