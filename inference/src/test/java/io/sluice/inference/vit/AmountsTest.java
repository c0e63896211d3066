package io.sluice.inference.vit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.VitShape;
import io.sluice.inference.reduction.TokenReducer;
import io.sluice.inference.weights.FloatTensor;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One session, every amount: what the ladder steps along must answer as models compiled for each step do. */
class AmountsTest {
    private static final VitShape SHAPE = new VitShape(32, 8, 48, 5, 3, 96, 7, 1);

    static Stream<Arguments> compiledForAndRunAt() {
        return pairs().flatMap(pair -> Stream.of(pair, Arguments.of(pair.get()[1], pair.get()[0])));
    }

    /** Two members of a family each. */
    private static Stream<Arguments> pairs() {
        return Stream.of(
                Arguments.of("ppt:r=5,blocks=1+3", "ppt:r=2,blocks=1+3"),
                Arguments.of("ppt:r=0,blocks=0+1+2+3", "ppt:r=1000,blocks=0+1+2+3"),
                Arguments.of("ppt:r=0,threshold=1,blocks=1+3", "ppt:r=5,threshold=1,blocks=1+3"),
                Arguments.of("ppt:r=0,prop=false,blocks=1+3", "ppt:r=5,prop=false,blocks=1+3"),
                Arguments.of("evit:keep=1,blocks=1+3", "evit:keep=0.5,blocks=1+3"),
                Arguments.of("evit:keep=1,fuse=false,blocks=1+3", "evit:keep=0.5,fuse=false,blocks=1+3"),
                Arguments.of("etps:keep=1,blocks=1+3", "etps:keep=0.5,blocks=1+3"),
                Arguments.of("dynamicvit:keep=1,blocks=1+3", "dynamicvit:keep=0.5,blocks=1+3"),
                Arguments.of("dtps:keep=1,blocks=1+3", "dtps:keep=0.5,blocks=1+3"),
                Arguments.of("tome:r=0", "tome:r=3,inflect=-1"),
                Arguments.of("tome:r=3,inflect=1,prop=false", "tome:r=1000,prop=false"),
                Arguments.of("topk:keep=1,blocks=1+3", "topk:keep=0.5,blocks=1+3"),
                Arguments.of("random:keep=1,blocks=1+3", "random:keep=0.5,blocks=1+3"),
                Arguments.of("random:keep=0.9,seed=7,blocks=0+2", "random:keep=0.5,seed=7,blocks=0+2"));
    }

    @Test
    void everyMethodIsTried() {
        assertThat(pairs().map(pair -> ReducerSpec.parse((String) pair.get()[0]).method()))
                .containsAll(TokenReducer.methods().stream()
                        .filter(method -> !method.equals(ReducerSpec.NONE.method()))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("compiledForAndRunAt")
    void oneModelServesEveryAmountOfItsFamily(String compiledFor, String runAt) throws OrtException {
        CompiledModel model = compile(compiledFor);
        CompiledModel compiledForOther = compile(runAt);
        OperatingPoint other = OperatingPoints.sibling(model, ReducerSpec.parse(runAt));
        FloatTensor pictures = ModelCompilerTest.pictures(SHAPE, 2, 1);

        float[] there;
        float[] back;
        try (OrtRuntime runtime = new OrtRuntime(model)) {
            there = logits(runtime, pictures, other);
            back = logits(runtime, pictures, model.point());
        }

        assertThat(other).isEqualTo(compiledForOther.point());
        assertThat(there).isEqualTo(logits(compiledForOther, pictures));
        assertThat(back).isEqualTo(logits(model, pictures)).isNotEqualTo(there);
    }

    private static CompiledModel compile(String spec) {
        return ModelCompilerTest.compile(SHAPE, spec, PixelInput.NORMALIZED_NCHW, Set.of());
    }

    private static float[] logits(CompiledModel model, FloatTensor pictures) throws OrtException {
        return ModelCompilerTest.run(model, pictures).get(CompiledModel.LOGITS).toArray();
    }

    private static float[] logits(OrtRuntime runtime, FloatTensor pictures, OperatingPoint point) throws OrtException {
        return runtime.run(pictures, point.schedule().amounts())
                .get(CompiledModel.LOGITS)
                .toArray();
    }
}
