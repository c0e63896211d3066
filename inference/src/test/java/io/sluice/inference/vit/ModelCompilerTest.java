package io.sluice.inference.vit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.Preprocessing;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.VitShape;
import io.sluice.inference.weights.Checkpoint;
import io.sluice.inference.weights.CheckpointException;
import io.sluice.inference.weights.FloatTensor;
import io.sluice.inference.weights.RandomWeights;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelCompilerTest {
    /** 16 patches: even and odd numbers of tokens occur. */
    private static final VitShape SMALL = new VitShape(32, 8, 48, 5, 3, 96, 7, 1);

    /** 49 patches, two heads, an MLP of another proportion. */
    private static final VitShape WIDER = new VitShape(56, 8, 32, 4, 2, 80, 5, 1);

    private static final VitShape DISTILLED = new VitShape(32, 8, 48, 5, 3, 96, 7, 2);

    static Stream<Arguments> backbonesReducersAmounts() {
        List<String> specs = List.of(
                "none",
                "evit:keep=1,blocks=1+3",
                "evit:keep=0.95,blocks=1+3",
                "evit:keep=0.5,blocks=0+1+2+3",
                "evit:keep=0.5,fuse=false,blocks=1+3",
                "evit:keep=0.01,blocks=1+2+3",
                "ppt:r=0,blocks=1+3",
                "ppt:r=1,blocks=1+3",
                "ppt:r=5,blocks=0+1+2+3",
                "ppt:r=5,blocks=0+1+2+3,threshold=1",
                "ppt:r=5,blocks=0+1+2+3,prop=false",
                "ppt:r=5,blocks=0+1+2+3,threshold=0",
                "ppt:r=1000,blocks=0+1+2+3,threshold=1",
                "etps:keep=1,blocks=1+3",
                "etps:keep=0.5,blocks=0+1+2+3",
                "etps:keep=0.01,blocks=1+2+3",
                "dynamicvit:keep=1,blocks=1+3",
                "dynamicvit:keep=0.5,blocks=0+1+3",
                "dtps:keep=1,blocks=1+3",
                "dtps:keep=0.5,blocks=0+1+3",
                "dtps:keep=0.95,blocks=1+3",
                "tome:r=0",
                "tome:r=3",
                "tome:r=3,inflect=-1",
                "tome:r=3,inflect=1,prop=false",
                "tome:r=1000",
                "topk:keep=1,blocks=1+3",
                "topk:keep=0.5,blocks=0+1+2",
                "random:keep=1,blocks=1+3",
                "random:keep=0.5,blocks=0+1+2",
                "random:keep=0.5,seed=7,blocks=1+2");
        Stream<Arguments> distilled =
                Stream.of("none", "tome:r=0", "tome:r=3", "tome:r=1000").map(spec -> Arguments.of(DISTILLED, spec));
        return Stream.concat(
                Stream.of(SMALL, WIDER).flatMap(shape -> specs.stream().map(spec -> Arguments.of(shape, spec))),
                distilled);
    }

    @ParameterizedTest
    @MethodSource("backbonesReducersAmounts")
    void tokensByArithmeticAreTheTokensThatRun(VitShape shape, String spec) throws OrtException {
        CompiledModel model = compile(shape, spec, PixelInput.NORMALIZED_NCHW, Set.of(Diagnostic.BLOCK_OUTPUTS));

        Map<String, FloatTensor> outputs = run(model, pictures(shape, 3, 1));

        List<Integer> tokens = new ArrayList<>();
        for (int block = 0; block < shape.depth(); block++) {
            tokens.add(outputs.get(Diagnostic.blockOutput(block)).size(1));
        }
        assertThat(tokens).isEqualTo(model.point().schedule().leaving());
        assertThat(outputs.get(CompiledModel.LOGITS).sizes()).containsExactly(3, shape.classes());
    }

    @Test
    void aDistilledModelAveragesItsHeads() throws OrtException {
        CompiledModel model = compile(DISTILLED, "none", PixelInput.NORMALIZED_NCHW, Set.of(Diagnostic.BLOCK_OUTPUTS));

        Map<String, FloatTensor> outputs = run(model, pictures(DISTILLED, 1, 1));

        float[] tokens =
                outputs.get(Diagnostic.blockOutput(DISTILLED.depth() - 1)).toArray();
        double[] ofClass = head("head", normalized(tokens, 0));
        double[] ofDistillation = head("head_dist", normalized(tokens, 1));
        float[] logits = outputs.get(CompiledModel.LOGITS).toArray();
        assertThat(logits).hasSize(DISTILLED.classes());
        for (int i = 0; i < logits.length; i++) {
            assertThat((double) logits[i]).isCloseTo((ofClass[i] + ofDistillation[i]) / 2, within(1e-5));
        }
    }

    /** One of the tokens that leave the last block, through the last layer normalisation. */
    private static double[] normalized(float[] tokens, int token) {
        double[] x = IntStream.range(0, DISTILLED.width())
                .mapToDouble(channel -> tokens[token * DISTILLED.width() + channel])
                .toArray();
        double mean = Arrays.stream(x).average().orElseThrow();
        double variance = Arrays.stream(x)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow();
        float[] scale = distilled("norm.weight");
        float[] shift = distilled("norm.bias");
        return IntStream.range(0, x.length)
                .mapToDouble(
                        channel -> (x[channel] - mean) / Math.sqrt(variance + 1e-6) * scale[channel] + shift[channel])
                .toArray();
    }

    private static double[] head(String name, double[] x) {
        float[] weight = distilled(name + ".weight");
        float[] bias = distilled(name + ".bias");
        return IntStream.range(0, bias.length)
                .mapToDouble(row -> bias[row]
                        + IntStream.range(0, x.length)
                                .mapToDouble(channel -> weight[row * x.length + channel] * x[channel])
                                .sum())
                .toArray();
    }

    private static float[] distilled(String parameter) {
        return new RandomWeights("random", DISTILLED, 1).tensor(parameter).toArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "evit:keep=0.6,blocks=1+3", "ppt:r=5,blocks=1+3"})
    void bytesAndNormalisedFloatsGiveTheSameLogits(String spec) throws OrtException {
        CompiledModel bytes = compile(SMALL, spec, PixelInput.UINT8_NHWC, Set.of());
        CompiledModel floats = compile(SMALL, spec, PixelInput.NORMALIZED_NCHW, Set.of());
        ByteBuffer pixels = pixels(SMALL, 2);

        float[] fromBytes;
        try (OrtRuntime runtime = new OrtRuntime(bytes)) {
            fromBytes = runtime.run(pixels, 2, 32, bytes.point().schedule().amounts())
                    .get(CompiledModel.LOGITS)
                    .toArray();
        }
        float[] fromFloats = run(floats, normalised(pixels, 2, 32, bytes.preprocessing()))
                .get(CompiledModel.LOGITS)
                .toArray();

        assertThat(fromBytes).usingComparatorWithPrecision(2e-5f).containsExactly(fromFloats);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evit:keep=1,blocks=1+3",
                "evit:keep=1,fuse=false,blocks=1+3",
                "ppt:r=0,blocks=1+3",
                "ppt:r=0,threshold=1,blocks=0+1+2+3+4",
                "ppt:r=0,prop=false,blocks=1+3",
                "etps:keep=1,blocks=1+3",
                "dynamicvit:keep=1,blocks=1+3",
                "dtps:keep=1,blocks=1+3",
                "tome:r=0",
                "tome:r=0,prop=false",
                "topk:keep=1,blocks=1+3",
                "random:keep=1,blocks=1+3"
            })
    void anAmountThatRemovesNothingIsTheDenseModelBitForBit(String spec) throws OrtException {
        FloatTensor pictures = pictures(SMALL, 3, 1);
        CompiledModel dense = compile(SMALL, "none", PixelInput.NORMALIZED_NCHW, Set.of());
        CompiledModel reduced = compile(SMALL, spec, PixelInput.NORMALIZED_NCHW, Set.of());

        FloatTensor logits = run(reduced, pictures).get(CompiledModel.LOGITS);

        assertThat(logits.toArray())
                .isEqualTo(run(dense, pictures).get(CompiledModel.LOGITS).toArray());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    evit:keep=0.9,blocks=1+3  | evit:keep=0.4,blocks=1+3
                    evit:keep=0.4,blocks=1+3  | evit:keep=1,blocks=1+3
                    etps:keep=0.9,blocks=1+3  | etps:keep=0.4,blocks=1+3
                    dtps:keep=0.9,blocks=1+3  | dtps:keep=0.5,blocks=1+3
                    ppt:r=0,blocks=1+3        | ppt:r=5,blocks=1+3
                    tome:r=1                  | tome:r=3,inflect=-1
                    random:keep=1,blocks=1+3  | random:keep=0.5,blocks=1+3
                    """)
    void wherePatchesAreDependsOnTheAmountAtRunTime(String built, String run) throws OrtException {
        FloatTensor pictures = pictures(SMALL, 3, 1);
        CompiledModel other = compile(SMALL, built, PixelInput.NORMALIZED_NCHW, Set.of(Diagnostic.HOLDERS));
        CompiledModel own = compile(SMALL, run, PixelInput.NORMALIZED_NCHW, Set.of(Diagnostic.HOLDERS));

        Map<String, FloatTensor> expected = run(own, pictures);
        Map<String, FloatTensor> outputs;
        try (OrtRuntime runtime = new OrtRuntime(other)) {
            outputs = runtime.run(pictures, own.point().schedule().amounts());
        }

        assertThat(outputs).isEqualTo(expected).containsKey(Diagnostic.holders(1));
    }

    @Test
    void whatIsDroppedBlindlyDependsOnTheSeedAlone() throws OrtException {
        CompiledModel model = compile(SMALL, "random:keep=0.5,blocks=1+3", PixelInput.NORMALIZED_NCHW, Set.of());
        CompiledModel again = compile(SMALL, "random:keep=0.5,blocks=1+3", PixelInput.NORMALIZED_NCHW, Set.of());
        CompiledModel other = compile(SMALL, "random:keep=0.5,seed=1,blocks=1+3", PixelInput.NORMALIZED_NCHW, Set.of());
        FloatTensor pictures = pictures(SMALL, 2, 1);

        float[] logits = run(model, pictures).get(CompiledModel.LOGITS).toArray();

        assertThat(run(again, pictures).get(CompiledModel.LOGITS).toArray()).isEqualTo(logits);
        assertThat(run(other, pictures).get(CompiledModel.LOGITS).toArray()).isNotEqualTo(logits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dynamicvit", "dtps"})
    void aCheckpointWithoutTheTrainedHeadsIsToldWhatItLacks(String method) {
        String fourStages = method + ":keep=0.9,blocks=0+1+2+3";

        assertThatThrownBy(() -> compile(SMALL, fourStages, PixelInput.UINT8_NHWC, Set.of()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("is not that of a model trained for DynamicViT or dTPS")
                .hasMessageContaining("'score_predictor.3.in_conv.0.weight' is missing");
    }

    @Test
    void aModelIsNotRunAsAnotherFamily() {
        CompiledModel model = compile(SMALL, "ppt:r=5,blocks=1+3", PixelInput.UINT8_NHWC, Set.of());

        assertThatThrownBy(() -> OperatingPoints.sibling(model, ReducerSpec.parse("ppt:r=5,blocks=1+2")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ppt:blocks=1+3,r=5")
                .hasMessageContaining("blocks=1+2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"evit:keep=0.5,blocks=1+5", "ppt:r=5,blocks=9"})
    void aBlockThatTheModelDoesNotHaveIsRefused(String spec) {
        assertThatThrownBy(() -> compile(SMALL, spec, PixelInput.UINT8_NHWC, Set.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("blocks 0 to 4");
    }

    @Test
    void aMethodWithoutARuleForDistilledModelsSaysSo() {
        assertThatThrownBy(() -> compile(DISTILLED, "ppt:r=5,blocks=1+3", PixelInput.UINT8_NHWC, Set.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("distillation token");
    }

    @Test
    void picturesOfAnotherSizeGetInterpolatedPositions() throws OrtException {
        CompiledModel model = compiler(new RandomWeights("small", SMALL, 1), PixelInput.UINT8_NHWC, Set.of())
                .compile(ReducerSpec.NONE, Precision.FLOAT32, Preprocessing.imageNet(48));

        try (OrtRuntime runtime = new OrtRuntime(model)) {
            FloatTensor logits = runtime.run(ByteBuffer.allocateDirect(48 * 48 * 3), 1, 48, List.of())
                    .get(CompiledModel.LOGITS);
            assertThat(logits.sizes()).containsExactly(1, 7);
        }
        assertThat(model.shape().tokens()).isEqualTo(37);
    }

    @Test
    void aSizeThatIsNoMultipleOfThePatchIsRefused() {
        ModelCompiler compiler = compiler(new RandomWeights("small", SMALL, 1), PixelInput.UINT8_NHWC, Set.of());

        assertThatThrownBy(() -> compiler.compile(ReducerSpec.NONE, Precision.FLOAT32, Preprocessing.imageNet(33)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Input size 33 is not a multiple of the patch size 8");
    }

    @Test
    void eightBitsWithoutRangesSayHowToGetThem() {
        ModelCompiler compiler = compiler(new RandomWeights("small", SMALL, 1), PixelInput.UINT8_NHWC, Set.of());

        assertThatThrownBy(() -> compiler.compile(ReducerSpec.NONE, Precision.INT8, Preprocessing.imageNet(32)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("INT8 needs the activation ranges")
                .hasMessageContaining("sluice model quantize");
    }

    @Test
    void multiplyAccumulatesAreThoseOfThePapers() {
        VitShape deitSmall = new VitShape(224, 16, 384, 12, 6, 1536, 1000, 1);
        CompiledModel any = compile(SMALL, "none", PixelInput.UINT8_NHWC, Set.of());

        OperatingPoint dense = OperatingPoints.of(any.id(), deitSmall, ReducerSpec.NONE, Precision.FLOAT32);
        OperatingPoint ppt = OperatingPoints.of(any.id(), deitSmall, ReducerSpec.parse("ppt:r=50"), Precision.FLOAT32);

        assertThat(dense.gmacs()).isCloseTo(4.599, within(0.001));
        assertThat(ppt.gmacs()).isCloseTo(2.943, within(0.002));
        assertThat(ppt.schedule().left()).isEqualTo(49);
    }

    static CompiledModel compile(VitShape shape, String spec, PixelInput input, Set<Diagnostic> diagnostics) {
        return compiler(new RandomWeights("random", shape, 1), input, diagnostics)
                .compile(ReducerSpec.parse(spec), Precision.FLOAT32, Preprocessing.imageNet(shape.inputSize()));
    }

    private static ModelCompiler compiler(Checkpoint checkpoint, PixelInput input, Set<Diagnostic> diagnostics) {
        int heads = checkpoint.tensor("cls_token").size(2) / 16;
        return new ModelCompiler(
                checkpoint,
                CompileOptions.DEFAULT.withHeads(heads).withInput(input).withDiagnostics(diagnostics));
    }

    static Map<String, FloatTensor> run(CompiledModel model, FloatTensor pictures) throws OrtException {
        try (OrtRuntime runtime = new OrtRuntime(model)) {
            return runtime.run(pictures, model.point().schedule().amounts());
        }
    }

    static FloatTensor pictures(VitShape shape, int batch, long seed) {
        Random random = new Random(seed);
        int side = shape.inputSize();
        return FloatTensor.filled(List.of(batch, 3, side, side), target -> {
            while (target.hasRemaining()) {
                target.put((float) random.nextGaussian());
            }
        });
    }

    private static ByteBuffer pixels(VitShape shape, int batch) {
        byte[] bytes = new byte[batch * shape.inputSize() * shape.inputSize() * 3];
        new Random(1).nextBytes(bytes);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    private static FloatTensor normalised(ByteBuffer pixels, int batch, int side, Preprocessing preprocessing) {
        return FloatTensor.filled(List.of(batch, 3, side, side), target -> {
            for (int i = 0; target.hasRemaining(); i++) {
                int colour = i / (side * side) % 3;
                int picture = i / (3 * side * side);
                int value = Byte.toUnsignedInt(pixels.get((picture * side * side + i % (side * side)) * 3 + colour));
                target.put((float) ((value / 255.0 - preprocessing.mean().get(colour))
                        / preprocessing.std().get(colour)));
            }
        });
    }
}
