package io.sluice.inference.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.vit.Diagnostic;
import io.sluice.inference.vit.OrtRuntime;
import io.sluice.inference.weights.FloatTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the sizes of the model, the method and its amount: the compiled graph computes what plain loops over 64-bit floats
 * ({@link ReferenceVit}) compute. A failing case is named by method and seed, which make it again.
 */
class RandomArchitecturesTest {
    private static final int CASES_A_METHOD = 8;

    /** Of the largest number in the tensor. */
    private static final double TOLERANCE = 5e-5;

    @TempDir
    private Path folder;

    static Stream<Arguments> methodsAndSeeds() {
        return RandomCase.METHODS.stream()
                .flatMap(method ->
                        IntStream.range(0, CASES_A_METHOD).mapToObj(seed -> Arguments.of(method, 1000L * seed)));
    }

    @ParameterizedTest
    @MethodSource("methodsAndSeeds")
    void aCompiledModelComputesWhatPlainLoopsCompute(String method, long seed) throws IOException {
        ClearCase drawn = ClearCase.of(method, seed);
        RandomCase random = drawn.random();
        List<ReferenceVit.Answer> expected = drawn.answers();

        ReferenceRuntime.Outputs outputs = run(random);

        for (int picture = 0; picture < expected.size(); picture++) {
            assertClose(
                    random + ", logits",
                    new double[][] {expected.get(picture).logits()},
                    rows(outputs.logits(), picture));
            for (int block = 0; block < random.shape().depth(); block++) {
                assertClose(
                        random + ", block " + block,
                        expected.get(picture).blocks().get(block).x(),
                        rows(outputs.blocks().get(block), picture));
            }
        }
    }

    private ReferenceRuntime.Outputs run(RandomCase random) throws IOException {
        Path file = SafetensorsFile.write(folder.resolve("weights.safetensors"), random.weights());
        CompiledModel model = random.compile(file, Set.of(Diagnostic.BLOCK_OUTPUTS));
        return OrtRuntime.runReference(model, random.pictures());
    }

    private static FloatTensor rows(FloatTensor batch, int picture) {
        return batch.rows(picture, picture + 1);
    }

    private static void assertClose(String what, double[][] expected, FloatTensor actual) {
        double[] all = Arrays.stream(expected).flatMapToDouble(Arrays::stream).toArray();
        float[] floats = actual.toArray();
        assertThat(floats).as(what).hasSize(all.length);
        double largest = Arrays.stream(all).map(Math::abs).max().orElseThrow();
        double error = IntStream.range(0, all.length)
                .mapToDouble(i -> Math.abs(all[i] - floats[i]))
                .max()
                .orElseThrow();
        assertThat(error / largest).as(what).isLessThan(TOLERANCE);
    }
}
