package io.sluice.inference.vit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnxruntime.OrtException;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.sluice.inference.engine.ActivationRecorder;
import io.sluice.inference.engine.EngineOptions;
import io.sluice.inference.engine.RangeMethod;
import io.sluice.inference.model.ActivationRange;
import io.sluice.inference.model.ActivationRanges;
import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.Preprocessing;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.Smoothing;
import io.sluice.inference.model.VitShape;
import io.sluice.inference.weights.RandomWeights;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrecisionTest {
    private static final int SIDE = 32;
    private static final VitShape SHAPE = new VitShape(SIDE, 8, 64, 3, 2, 128, 7, 1);
    private static final RandomWeights WEIGHTS = new RandomWeights("small", SHAPE, 1);
    private static final CompileOptions OPTIONS = CompileOptions.DEFAULT.withHeads(2);
    private static final int PICTURES = 8;

    private static final RandomWeights DISTILLED =
            new RandomWeights("distilled", new VitShape(SIDE, 8, 64, 3, 2, 128, 7, 2), 1);

    /** What models say of all pictures, run as one batch: by method and precision. */
    private static final Map<String, float[]> ANSWERS = new HashMap<>();

    private static Map<String, List<Float>> peaks;
    private static ActivationRanges ranges;
    private static ActivationRanges distilledRanges;

    @BeforeAll
    static void measure() {
        peaks = peaks(WEIGHTS);
        ranges = ranges(WEIGHTS, peaks);
        distilledRanges = ranges(DISTILLED, peaks(DISTILLED));
    }

    private static Map<String, List<Float>> peaks(RandomWeights weights) {
        try (ActivationRecorder recorder = recorded(weights, OPTIONS)) {
            return recorder.peaks();
        }
    }

    private static ActivationRanges ranges(RandomWeights weights, Map<String, List<Float>> peaks) {
        Smoothing smoothing = new ModelCompiler(weights, OPTIONS).smoothing(peaks);
        try (ActivationRecorder recorder = recorded(weights, OPTIONS.withSmoothing(smoothing))) {
            return recorder.ranges(RangeMethod.MIN_MAX, smoothing);
        }
    }

    private static ActivationRecorder recorded(RandomWeights weights, CompileOptions options) {
        CompileOptions observed = options.withDiagnostics(Set.of(Diagnostic.OPERANDS));
        ActivationRecorder recorder =
                new ActivationRecorder(compile(weights, observed, "none", Precision.FLOAT32), EngineOptions.DEFAULT);
        for (int picture = 0; picture < PICTURES; picture++) {
            recorder.slot().put(pixels(picture, 1));
            recorder.record();
        }
        return recorder;
    }

    private static CompiledModel compile(CompileOptions options, String spec, Precision precision) {
        return compile(WEIGHTS, options, spec, precision);
    }

    private static CompiledModel compile(
            RandomWeights weights, CompileOptions options, String spec, Precision precision) {
        return new ModelCompiler(weights, options)
                .compile(ReducerSpec.parse(spec), precision, Preprocessing.imageNet(SIDE));
    }

    private static CompiledModel compile(String spec, Precision precision) {
        return compile(OPTIONS.withRanges(ranges), spec, precision);
    }

    /** Pictures of numbers {@code first} and following. */
    private static ByteBuffer pixels(int first, int count) {
        ByteBuffer pixels = ByteBuffer.allocateDirect(count * SIDE * SIDE * 3);
        for (int picture = first; picture < first + count; picture++) {
            byte[] bytes = new byte[SIDE * SIDE * 3];
            new Random(picture).nextBytes(bytes);
            pixels.put(bytes);
        }
        return pixels.flip();
    }

    /** What the model without diagnostics says of all pictures. */
    private static float[] answers(String spec, Precision precision) throws OrtException {
        String key = spec + " " + precision;
        if (!ANSWERS.containsKey(key)) {
            ANSWERS.put(key, logits(compile(spec, precision)));
        }
        return ANSWERS.get(key);
    }

    /** Logits of all pictures, run as one batch. */
    private static float[] logits(CompiledModel model) throws OrtException {
        try (OrtRuntime runtime = new OrtRuntime(model)) {
            return logits(runtime, model, 0, PICTURES);
        }
    }

    /** Logits of the pictures of numbers {@code first} and following, run as one batch. */
    private static float[] logits(OrtRuntime runtime, CompiledModel model, int first, int count) throws OrtException {
        return runtime.run(
                        pixels(first, count),
                        count,
                        SIDE,
                        model.point().schedule().amounts())
                .get(CompiledModel.LOGITS)
                .toArray();
    }

    private static double largest(float[] values) {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static double largestDifference(float[] values, float[] expected) {
        float[] differences = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            differences[i] = values[i] - expected[i];
        }
        return largest(differences);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none",
                "evit:keep=0.5,blocks=1+2",
                "etps:keep=0.5,blocks=1+2",
                "ppt:r=4,blocks=0+1+2",
                "ppt:r=4,prop=false,blocks=0+1+2",
                "dynamicvit:keep=0.6,blocks=1+2",
                "dtps:keep=0.6,blocks=1+2",
                "tome:r=2",
                "topk:keep=0.6,blocks=1+2",
                "random:keep=0.6,blocks=1+2"
            })
    void anAnswerInEightBitsIsTheSameBitForBitWhateverItsNeighbours(String spec) throws OrtException {
        assertNeighboursChangeNothing(compile(spec, Precision.INT8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "tome:r=2"})
    void aDistilledModelRunsInEightBits(String spec) throws OrtException {
        CompiledModel model = compile(DISTILLED, OPTIONS.withRanges(distilledRanges), spec, Precision.INT8);

        assertNeighboursChangeNothing(model);
    }

    @Test
    void aDistilledModelInEightBitsStaysNearThirtyTwo() throws OrtException {
        CompileOptions options = OPTIONS.withRanges(distilledRanges);
        float[] exact = logits(compile(DISTILLED, options, "none", Precision.FLOAT32));

        float[] rounded = logits(compile(DISTILLED, options, "none", Precision.INT8));

        assertThat(largestDifference(rounded, exact)).isPositive().isLessThan(0.05 * largest(exact));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none",
                "evit:keep=0.5,blocks=1+2",
                "evit:keep=0.5,fuse=false,blocks=1+2",
                "etps:keep=0.5,blocks=1+2",
                "ppt:r=4,blocks=0+1+2",
                "ppt:r=4,threshold=1,blocks=0+1+2",
                "ppt:r=4,threshold=0,prop=false,blocks=0+1+2",
                "dynamicvit:keep=0.6,blocks=1+2",
                "dtps:keep=0.6,blocks=1+2",
                "tome:r=2",
                "topk:keep=0.6,blocks=1+2",
                "random:keep=0.6,blocks=1+2"
            })
    void aModelThatShowsItsTokensAnswersAsTheOtherDoes(String spec) throws OrtException {
        CompileOptions shown = OPTIONS.withRanges(ranges).withDiagnostics(Set.of(Diagnostic.HOLDERS));
        for (Precision precision : List.of(Precision.INT8, Precision.FLOAT16)) {
            float[] answers = logits(compile(shown, spec, precision));

            assertThat(answers).as("%s", precision).containsExactly(answers(spec, precision));
        }
    }

    private static void assertNeighboursChangeNothing(CompiledModel model) throws OrtException {
        try (OrtRuntime runtime = new OrtRuntime(model)) {
            float[] together = logits(runtime, model, 0, PICTURES);

            int classes = SHAPE.classes();
            for (int picture = 0; picture < PICTURES; picture++) {
                float[] ofBatch = Arrays.copyOfRange(together, picture * classes, (picture + 1) * classes);
                assertThat(logits(runtime, model, picture, 1))
                        .as("picture %d", picture)
                        .containsExactly(ofBatch);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "evit:keep=1,blocks=1+2", "ppt:r=0,blocks=0+1+2"})
    void eightBitsStayNearThirtyTwo(String spec) throws OrtException {
        float[] exact = answers(spec, Precision.FLOAT32);

        float[] rounded = answers(spec, Precision.INT8);

        assertThat(largestDifference(rounded, exact)).isPositive().isLessThan(0.05 * largest(exact));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "evit:keep=1,blocks=1+2", "ppt:r=0,blocks=0+1+2"})
    void sixteenBitsStayNearer(String spec) throws OrtException {
        float[] exact = answers(spec, Precision.FLOAT32);

        float[] rounded = answers(spec, Precision.FLOAT16);

        assertThat(largestDifference(rounded, exact)).isPositive().isLessThan(0.005 * largest(exact));
    }

    @Test
    void smoothingEvensOutEveryOperandThatALayerNormalisationYields() {
        Set<String> normalized = IntStream.range(0, SHAPE.depth())
                .mapToObj(block -> "blocks." + block + ".")
                .flatMap(block -> Stream.of(block + "attn.qkv", block + "mlp.fc1"))
                .collect(Collectors.toSet());

        assertThat(ranges.smoothing().factors()).containsOnlyKeys(normalized);
    }

    @ParameterizedTest
    @ValueSource(strings = {"blocks.0.attn.qkv", "blocks.2.mlp.fc1"})
    void aSmoothingFactorLeavesActivationsAndWeightsWithTheSamePeak(String operand) {
        int channel = 5;
        float[] weight = WEIGHTS.tensor(operand + ".weight").toArray();
        double weightPeak = IntStream.range(0, weight.length / SHAPE.width())
                .mapToDouble(row -> Math.abs(weight[row * SHAPE.width() + channel]))
                .max()
                .orElseThrow();
        double peak = peaks.get(operand).get(channel);

        double factor = ranges.smoothing().factors().get(operand).get(channel);

        assertThat(factor).isCloseTo(Math.sqrt(peak / weightPeak), withinPercentage(0.001));
        assertThat(peak / factor).isCloseTo(weightPeak * factor, withinPercentage(0.001));
    }

    @Test
    void smoothingChangesNothingButTheRounding() throws OrtException {
        float[] plain = logits(compile(OPTIONS, "none", Precision.FLOAT32));

        float[] smoothed = logits(compile(OPTIONS.withSmoothing(ranges.smoothing()), "none", Precision.FLOAT32));

        assertThat(largestDifference(smoothed, plain)).isPositive().isLessThan(1e-5 * largest(plain));
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT16"})
    void floatsNeedNothingBesideTheStandard(Precision precision) throws InvalidProtocolBufferException {
        assertThat(domains(compile("ppt:r=4,blocks=0+1+2", precision))).containsExactly("");
    }

    @Test
    void eightBitsUseWhatOnnxRuntimeHasBesides() throws InvalidProtocolBufferException {
        CompiledModel model = compile("none", Precision.INT8);

        assertThat(domains(model)).containsExactly("", "com.microsoft");
        assertThat(parsed(model).getGraph().getNodeList())
                .extracting(node -> node.getOpType())
                .contains("MatMulIntegerToFloat", "MultiHeadAttention", "SkipLayerNormalization");
    }

    private static List<String> domains(CompiledModel model) throws InvalidProtocolBufferException {
        return parsed(model).getOpsetImportList().stream()
                .map(OperatorSetIdProto::getDomain)
                .toList();
    }

    private static ModelProto parsed(CompiledModel model) throws InvalidProtocolBufferException {
        return ModelProto.parseFrom(ByteString.copyFrom(model.onnx()));
    }

    @Test
    void rangesOfOtherWeightsAreRefused() {
        ModelCompiler other = new ModelCompiler(new RandomWeights("small", SHAPE, 2), OPTIONS.withRanges(ranges));

        assertThatThrownBy(() -> other.compile(ReducerSpec.NONE, Precision.INT8, Preprocessing.imageNet(SIDE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("activation ranges are those of " + WEIGHTS.id());
    }

    @Test
    void anOperandWithoutARangeIsNamed() {
        Map<String, ActivationRange> few = Map.of("blocks.0.attn.qkv", new ActivationRange(-1, 1));
        ActivationRanges incomplete = new ActivationRanges(WEIGHTS.id(), "min-max", 1, few, Smoothing.NONE);

        assertThatThrownBy(() -> compile(OPTIONS.withRanges(incomplete), "none", Precision.INT8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'blocks.0.attn.proj'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"blocks.0.attn.qkv", "blocks.0.mlp.fc2"})
    void factorsThatDoNotFitTheirOperandAreRefused(String operand) {
        Smoothing wrong = new Smoothing(Map.of(operand, List.of(1f, 1f)));

        assertThatThrownBy(() -> compile(OPTIONS.withSmoothing(wrong), "none", Precision.FLOAT32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + operand + "'");
    }

    @Test
    void rangesSurviveTheirFile(@TempDir Path folder) {
        Path file = ActivationRangesFile.beside(folder.resolve("small.safetensors"));

        ActivationRangesFile.write(ranges, file);

        assertThat(file).hasFileName("small.int8.json");
        assertThat(ActivationRangesFile.read(file)).isEqualTo(ranges);
    }

    @Test
    void aMissingRangesFileSaysHowToMakeIt(@TempDir Path folder) {
        assertThatThrownBy(() -> ActivationRangesFile.read(folder.resolve("none.int8.json")))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("none.int8.json")
                .hasMessageContaining("model quantize");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "null",
                "{\"method\": 3}",
                "{\"method\":\"min-max\",\"pictures\":1,\"ranges\":{\"a\":{\"least\":-1,\"most\":1}}}"
            })
    void aDamagedRangesFileIsRefusedByName(String content, @TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("bad.int8.json"), content);

        assertThatThrownBy(() -> ActivationRangesFile.read(file))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("bad.int8.json");
    }
}
