package io.sluice.inference.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.inference.TestData;
import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.Preprocessing;
import io.sluice.inference.vit.CompileOptions;
import io.sluice.inference.vit.Diagnostic;
import io.sluice.inference.vit.ModelCompiler;
import io.sluice.inference.vit.OrtRuntime;
import io.sluice.inference.vit.PixelInput;
import io.sluice.inference.weights.Checkpoint;
import io.sluice.inference.weights.FloatTensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** FLOAT16 against what the methods' authors' code computes in 64 bits. */
class HalfReferenceTest {
    /** Of the largest logit, where the same tokens were chosen: three times the worst that was seen. */
    private static final double ROUNDING = 1e-2;

    @TestFactory
    Stream<DynamicTest> casesAreWithinTheToleranceOfFloat16() {
        ReferenceCheck check = new ReferenceCheck(OrtRuntime::runReference, Precision.FLOAT16);
        Stream<Path> cases = cases("dense-distilled", "evit-fuse-0.7", "ppt-r50-t0.0003", "tome-r13");
        return cases.map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
            ReferenceResult result = check.check(file);
            assertThat(result.passed())
                    .as("%s: error %s, tolerance %s", result.name(), result.maxRelativeError(), result.tolerance())
                    .isTrue();
        }));
    }

    @TestFactory
    Stream<DynamicTest> aPictureWhoseTokensAreTheSameDiffersByRoundingOnly() {
        return cases("ppt-r20-t1", "tome-r16")
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> rounds(file)));
    }

    private static void rounds(Path file) throws Exception {
        ReferenceCase reference = ReferenceCase.read(file);
        Map<String, FloatTensor> single = run(reference, Precision.FLOAT32);
        Map<String, FloatTensor> half = run(reference, Precision.FLOAT16);
        double largest =
                reference.logits().stream().mapToDouble(Math::abs).max().orElseThrow();

        int compared = 0;
        for (int picture = 0; picture < reference.pictures().size(0); picture++) {
            if (groups(single, picture).equals(groups(half, picture))) {
                assertThat(error(reference, half.get(CompiledModel.LOGITS), picture))
                        .as("picture %d", picture)
                        .isLessThan(ROUNDING * largest);
                compared++;
            }
        }

        assertThat(compared).as("pictures whose tokens are the same").isPositive();
    }

    private static Map<String, FloatTensor> run(ReferenceCase reference, Precision precision) throws Exception {
        CompileOptions options = CompileOptions.DEFAULT
                .withHeads(reference.heads())
                .withInput(PixelInput.NORMALIZED_NCHW)
                .withDiagnostics(Set.of(Diagnostic.HOLDERS));
        ModelCompiler compiler = new ModelCompiler(Checkpoint.open(reference.weights()), options);
        CompiledModel model = compiler.compile(
                reference.reducer(),
                precision,
                Preprocessing.imageNet(compiler.shape().inputSize()));
        try (OrtRuntime runtime = new OrtRuntime(model)) {
            return runtime.run(reference.pictures(), model.point().schedule().amounts());
        }
    }

    /** Which patches share a token after each stage, whatever the order of the tokens: each patch's group by its first. */
    private static Map<String, List<Float>> groups(Map<String, FloatTensor> outputs, int picture) {
        Map<String, List<Float>> groups = new HashMap<>();
        outputs.forEach((name, holders) -> {
            if (name.startsWith(CompiledModel.HOLDERS)) {
                groups.put(name, byFirst(holders.rows(picture, picture + 1).toArray()));
            }
        });
        return groups;
    }

    private static List<Float> byFirst(float[] holders) {
        Map<Float, Float> first = new HashMap<>();
        return IntStream.range(0, holders.length)
                .mapToObj(patch ->
                        holders[patch] < 0 ? -1f : first.computeIfAbsent(holders[patch], token -> (float) patch))
                .toList();
    }

    private static double error(ReferenceCase reference, FloatTensor logits, int picture) {
        float[] actual = logits.rows(picture, picture + 1).toArray();
        double[] expected = reference.logits().stream()
                .skip((long) picture * actual.length)
                .limit(actual.length)
                .mapToDouble(Double::doubleValue)
                .toArray();
        Arrays.setAll(expected, i -> Math.abs(expected[i] - actual[i]));
        return Arrays.stream(expected).max().orElseThrow();
    }

    @Test
    void eightBitsHaveNoTolerance() {
        assertThatThrownBy(() -> new ReferenceCheck(OrtRuntime::runReference, Precision.INT8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected FLOAT32 or FLOAT16");
    }

    private static Stream<Path> cases(String... names) {
        return Stream.of(names).map(name -> TestData.require("golden/" + name + ".safetensors"));
    }
}
