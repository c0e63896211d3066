package io.sluice.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.PatchGroups;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.Preprocessing;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.VitShape;
import io.sluice.inference.vit.CompileOptions;
import io.sluice.inference.vit.Diagnostic;
import io.sluice.inference.vit.ModelCompiler;
import io.sluice.inference.vit.OperatingPoints;
import io.sluice.inference.weights.RandomWeights;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TokenMapperTest {
    private static final int SIDE = 32;
    private static final VitShape SHAPE = new VitShape(SIDE, 8, 32, 4, 2, 64, 5, 1);
    private static final RandomWeights WEIGHTS = new RandomWeights("small", SHAPE, 1);

    private final List<String> compiled = new ArrayList<>();

    @Test
    void theAnswerIsThatOfTheModelThatLabels() {
        OperatingPoint point = point("ppt:r=4,blocks=1+2");
        try (TokenMapper mapper = mapper();
                Engine engine = Engine.load(compile(point, Set.of()), EngineOptions.DEFAULT);
                Lane lane = engine.lane(1)) {
            lane.batch().slot(0).put(picture());

            TracedAnswer answer = mapper.map(picture(), point, TopLabels.FIVE);

            assertThat(answer.labels()).isEqualTo(TopLabels.FIVE.of(lane.run(point, 1), 0));
            assertThat(answer.tokens().rows()).isEqualTo(4);
            assertThat(answer.tokens().columns()).isEqualTo(4);
            assertThat(answer.tokens().stages()).extracting(PatchGroups::name).containsExactly("block 1", "block 2");
            assertThat(answer.tokens().stages()).extracting(PatchGroups::tokens).containsExactly(12, 8);
        }
    }

    @Test
    void oneModelShowsEveryAmountOfItsFamily() {
        try (TokenMapper mapper = mapper()) {
            assertThat(tokens(mapper, "evit:keep=0.5,blocks=1")).containsExactly(9);
            assertThat(tokens(mapper, "evit:keep=0.3,blocks=1")).containsExactly(6);
            assertThat(tokens(mapper, "evit:keep=1,blocks=1")).containsExactly(16);
        }
        assertThat(compiled).containsExactly("evit:blocks=1,keep=0.5");
    }

    @Test
    void aModelWithoutAReducerKeepsEverything() {
        try (TokenMapper mapper = mapper()) {
            assertThat(tokens(mapper, "none")).isEmpty();
        }
    }

    @Test
    void theLastThreeFamiliesStayLoaded() {
        List<String> families = List.of(
                "none",
                "topk:keep=0.5,blocks=1",
                "evit:keep=0.5,blocks=1",
                "none",
                "tome:r=2",
                "evit:keep=0.6,blocks=1",
                "topk:keep=0.6,blocks=1");
        try (TokenMapper mapper = mapper()) {
            families.forEach(spec -> tokens(mapper, spec));
        }
        assertThat(compiled)
                .containsExactly(
                        "none",
                        "topk:blocks=1,keep=0.5",
                        "evit:blocks=1,keep=0.5",
                        "tome:r=2",
                        "topk:blocks=1,keep=0.6");
    }

    @Test
    void aClosedMapperSaysSo() {
        TokenMapper mapper = mapper();
        mapper.close();

        assertThatThrownBy(() -> tokens(mapper, "none")).isInstanceOf(IllegalStateException.class);
    }

    private static List<Integer> tokens(TokenMapper mapper, String spec) {
        return mapper.map(picture(), point(spec), TopLabels.FIVE).tokens().stages().stream()
                .map(PatchGroups::tokens)
                .toList();
    }

    private TokenMapper mapper() {
        return new TokenMapper(
                point -> {
                    compiled.add(point.reducer().toString());
                    return compile(point, Set.of(Diagnostic.HOLDERS));
                },
                EngineOptions.DEFAULT);
    }

    private static CompiledModel compile(OperatingPoint point, Set<Diagnostic> diagnostics) {
        CompileOptions options = CompileOptions.DEFAULT.withHeads(SHAPE.heads()).withDiagnostics(diagnostics);
        return new ModelCompiler(WEIGHTS, options)
                .compile(point.reducer(), point.precision(), Preprocessing.imageNet(SIDE));
    }

    private static OperatingPoint point(String spec) {
        return OperatingPoints.of(WEIGHTS.id(), SHAPE, ReducerSpec.parse(spec), Precision.FLOAT32);
    }

    private static ByteBuffer picture() {
        byte[] bytes = new byte[SIDE * SIDE * 3];
        new Random(1).nextBytes(bytes);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }
}
