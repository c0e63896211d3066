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
    void ofAnyTheLastSixFamiliesStayLoaded() {
        List<String> six = List.of(
                "none",
                "tome:r=2",
                "topk:blocks=1,keep=0.5",
                "evit:blocks=1,keep=0.5",
                "evit:blocks=2,keep=0.5",
                "etps:blocks=1,keep=0.5");
        try (TokenMapper mapper = mapper()) {
            six.forEach(spec -> tokens(mapper, spec));
            six.forEach(spec -> tokens(mapper, spec));
            tokens(mapper, "ppt:r=2,blocks=1");
            six.stream().skip(1).forEach(spec -> tokens(mapper, spec));
            assertThat(compiled).hasSize(7).startsWith(six.toArray(String[]::new));
            tokens(mapper, "none");
        }
        assertThat(compiled).hasSize(8).endsWith("none");
    }

    @Test
    void aFamilyThatCannotBeCompiledCostsNoOtherItsPlace() {
        List<String> six = List.of(
                "none", "tome:r=2", "topk:keep=0.5,blocks=1", "evit:keep=0.5,blocks=1", "evit:keep=0.5,blocks=2");
        try (TokenMapper mapper = mapper()) {
            six.forEach(spec -> tokens(mapper, spec));
            tokens(mapper, "random:keep=0.5,blocks=1");

            assertThatThrownBy(() -> mapper.map(picture(), point("none", Precision.INT8), TopLabels.FIVE))
                    .isInstanceOf(IllegalArgumentException.class);

            compiled.clear();
            six.forEach(spec -> tokens(mapper, spec));
            assertThat(compiled).isEmpty();
        }
    }

    @Test
    void whereItIsKnownWhatMayBeAskedForNothingElseIsCompiled() {
        List<OperatingPoint> known = List.of(point("none"), point("evit:keep=0.5,blocks=1"));
        try (TokenMapper mapper = TokenMapper.of(known, this::traced, EngineOptions.DEFAULT)) {
            assertThat(tokens(mapper, "evit:keep=0.3,blocks=1")).containsExactly(6);

            assertThat(mapper.shows(point("none"))).isTrue();
            List.of(point("evit:keep=0.5,blocks=2"), point("tome:r=2"), point("none", Precision.INT8))
                    .forEach(other -> {
                        assertThat(mapper.shows(other)).isFalse();
                        assertThatThrownBy(() -> mapper.map(picture(), other, TopLabels.FIVE))
                                .isInstanceOf(IllegalArgumentException.class);
                    });
        }
        assertThat(compiled).hasSize(1);
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
        return TokenMapper.ofAny(this::traced, EngineOptions.DEFAULT);
    }

    private CompiledModel traced(OperatingPoint point) {
        compiled.add(point.reducer().toString());
        return compile(point, Set.of(Diagnostic.HOLDERS));
    }

    private static CompiledModel compile(OperatingPoint point, Set<Diagnostic> diagnostics) {
        CompileOptions options = CompileOptions.DEFAULT.withHeads(SHAPE.heads()).withDiagnostics(diagnostics);
        return new ModelCompiler(WEIGHTS, options)
                .compile(point.reducer(), point.precision(), Preprocessing.imageNet(SIDE));
    }

    private static OperatingPoint point(String spec) {
        return point(spec, Precision.FLOAT32);
    }

    private static OperatingPoint point(String spec, Precision precision) {
        return OperatingPoints.of(WEIGHTS.id(), SHAPE, ReducerSpec.parse(spec), precision);
    }

    private static ByteBuffer picture() {
        byte[] bytes = new byte[SIDE * SIDE * 3];
        new Random(1).nextBytes(bytes);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }
}
