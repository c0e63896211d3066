package io.sluice.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.Preprocessing;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.VitShape;
import io.sluice.inference.reduction.TokenReducer;
import io.sluice.inference.vit.CompileOptions;
import io.sluice.inference.vit.ModelCompiler;
import io.sluice.inference.vit.OperatingPoints;
import io.sluice.inference.weights.RandomWeights;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The engine knows no reducer, so which parameters are amounts is said twice: here they have to agree. */
class FamilyTest {
    private static final VitShape SHAPE = new VitShape(32, 8, 32, 4, 2, 64, 5, 1);

    /** Of each method: another amount, and each of its other parameters another way. */
    private static final List<String> SPECS = List.of(
            "none",
            "ppt:r=1,blocks=1+2",
            "ppt:r=5,blocks=1+2",
            "ppt:r=5,blocks=1+3",
            "ppt:r=5,blocks=1",
            "ppt:r=5,threshold=0.5,blocks=1+2",
            "ppt:r=5,prop=false,blocks=1+2",
            "evit:keep=1,blocks=1+2",
            "evit:keep=0.5,blocks=1+2",
            "evit:keep=0.5,fuse=false,blocks=1+2",
            "evit:keep=0.5,blocks=1+3",
            "etps:keep=1,blocks=1+2",
            "etps:keep=0.5,blocks=1+2",
            "etps:keep=0.5,blocks=1+3",
            "tome:r=0",
            "tome:r=3,inflect=-1",
            "tome:r=3,prop=false",
            "dynamicvit:keep=1,blocks=1+2",
            "dynamicvit:keep=0.5,blocks=1+2",
            "dynamicvit:keep=0.5,blocks=1+3",
            "dtps:keep=1,blocks=1+2",
            "dtps:keep=0.5,blocks=1+2",
            "dtps:keep=0.5,blocks=1+3",
            "topk:keep=1,blocks=1+2",
            "topk:keep=0.5,blocks=1+2",
            "topk:keep=0.5,blocks=1+3",
            "random:keep=1,blocks=1+2",
            "random:keep=0.5,blocks=1+2",
            "random:keep=0.5,seed=1,blocks=1+2",
            "random:keep=0.5,blocks=1+3");

    @Test
    void everyMethodIsTried() {
        assertThat(SPECS.stream().map(spec -> ReducerSpec.parse(spec).method())).containsAll(TokenReducer.methods());
    }

    @ParameterizedTest
    @FieldSource("SPECS")
    void whatAnEngineServesIsWhatTheModelCanBeRunAt(String compiledFor) {
        CompiledModel model = compile(compiledFor);

        Stream<String> served = SPECS.stream().filter(spec -> serves(model, spec));

        assertThat(served)
                .contains(compiledFor)
                .containsExactlyElementsOf(
                        SPECS.stream().filter(spec -> isSibling(model, spec)).toList());
    }

    private static boolean serves(CompiledModel model, String spec) {
        OperatingPoint point = OperatingPoints.of(model.id(), SHAPE, ReducerSpec.parse(spec), Precision.FLOAT32);
        return Family.of(model.point(), true).equals(Family.of(point, true));
    }

    private static boolean isSibling(CompiledModel model, String spec) {
        return catchThrowable(() -> OperatingPoints.sibling(model, ReducerSpec.parse(spec))) == null;
    }

    private static CompiledModel compile(String spec) {
        return new ModelCompiler(new RandomWeights("small", SHAPE, 1), CompileOptions.DEFAULT.withHeads(2))
                .compile(ReducerSpec.parse(spec), Precision.FLOAT32, Preprocessing.imageNet(SHAPE.inputSize()));
    }
}
