package io.sluice.inference.reference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.vit.Diagnostic;
import io.sluice.inference.vit.OrtRuntime;
import io.sluice.inference.weights.FloatTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the sizes of the model, the method and its amount: after each block every patch is in the token that plain loops
 * ({@link ReferenceVit}), which follow sets of patches, have it in; and the model that shows it answers as the other does. A
 * failing case is named by method and seed, which make it again.
 */
class RandomTokenMapsTest {
    /** Between them: one block and several, EViT with and without fusing, ToMe and PPT with and without sizes, pruning and merging. */
    private static final List<Long> SEEDS = List.of(1000L, 2000L);

    /** PPT's threshold lies amid the scores: some pictures of the batch are pruned, others merged. */
    private static final Arguments MIXED = Arguments.of("ppt", 4000L);

    @TempDir
    private Path folder;

    static Stream<Arguments> methodsAndSeeds() {
        Stream<Arguments> all =
                RandomCase.METHODS.stream().flatMap(method -> SEEDS.stream().map(seed -> Arguments.of(method, seed)));
        return Stream.concat(all, Stream.of(MIXED));
    }

    @ParameterizedTest
    @MethodSource("methodsAndSeeds")
    void everyPatchIsInTheTokenThatPlainLoopsHaveItInAndNoAnswerChanges(String method, long seed) throws Exception {
        ClearCase drawn = ClearCase.of(method, seed);

        Map<String, FloatTensor> outputs = run(drawn.random(), Set.of(Diagnostic.HOLDERS));
        Map<String, FloatTensor> plain = run(drawn.random(), Set.of());

        assertThat(plain).containsOnlyKeys(CompiledModel.LOGITS);
        assertThat(outputs.get(CompiledModel.LOGITS)).isEqualTo(plain.get(CompiledModel.LOGITS));
        for (int picture = 0; picture < drawn.answers().size(); picture++) {
            List<Held> expected = drawn.answers().get(picture).blocks().stream()
                    .map(ReferenceVit.Tokens::held)
                    .toList();
            List<Held> actual = held(drawn.random(), expected, outputs, picture);
            assertThat(actual).as("%s, picture %s", drawn.random(), picture).isEqualTo(expected);
            assertCounted(drawn.random(), drawn.answers().get(picture), actual);
        }
    }

    /** Where a method counts what it merges, a token counts for as many patches as it holds. */
    private static void assertCounted(RandomCase random, ReferenceVit.Answer answer, List<Held> held) {
        for (int block = 0; block < held.size(); block++) {
            double[] sizes = answer.blocks().get(block).sizes();
            for (int token = random.shape().specialTokens(); token < sizes.length; token++) {
                assertThat(held.get(block).patches().get(token))
                        .as("%s, block %s", random, block)
                        .hasSize((int) sizes[token]);
            }
        }
    }

    private Map<String, FloatTensor> run(RandomCase random, Set<Diagnostic> diagnostics)
            throws IOException, OrtException {
        Path file = folder.resolve("weights" + diagnostics.size() + ".safetensors");
        CompiledModel model = random.compile(SafetensorsFile.write(file, random.weights()), diagnostics);
        try (OrtRuntime runtime = new OrtRuntime(model)) {
            return runtime.run(random.pictures(), model.point().schedule().amounts());
        }
    }

    /** After each block; a block without an output leaves tokens as they are. */
    private static List<Held> held(RandomCase random, List<Held> like, Map<String, FloatTensor> outputs, int picture) {
        Held now = Held.each(random.shape().specialTokens(), random.shape().patches());
        List<Held> held = new ArrayList<>();
        for (int block = 0; block < random.shape().depth(); block++) {
            int tokens = like.get(block).patches().size();
            now = Optional.ofNullable(outputs.get(Diagnostic.holders(block)))
                    .map(holders -> held(holders.rows(picture, picture + 1), tokens))
                    .orElse(now);
            held.add(now);
        }
        return held;
    }

    private static Held held(FloatTensor holders, int tokens) {
        List<Set<Integer>> patches = new ArrayList<>();
        IntStream.range(0, tokens).forEach(token -> patches.add(new TreeSet<>()));
        float[] positions = holders.toArray();
        for (int patch = 0; patch < positions.length; patch++) {
            if (positions[patch] >= 0) {
                patches.get((int) positions[patch]).add(patch);
            }
        }
        return new Held(patches);
    }
}
