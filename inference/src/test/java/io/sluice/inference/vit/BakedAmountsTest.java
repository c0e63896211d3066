package io.sluice.inference.vit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.Preprocessing;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.VitShape;
import io.sluice.inference.reduction.TokenReducer;
import io.sluice.inference.weights.FloatTensor;
import io.sluice.inference.weights.RandomWeights;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What TensorRT asks of a graph, as far as that can be told without a GPU: with baked amounts nothing but the batch is open, and
 * no size depends on what is in a tensor.
 */
class BakedAmountsTest {
    /** As many tokens as DeiT has at 384 pixels, the most that is usual; narrow, since widths do not matter here. */
    private static final VitShape WIDE = new VitShape(384, 16, 32, 12, 2, 64, 7, 1);

    private static final RandomWeights WEIGHTS = new RandomWeights("narrow", WIDE, 1);

    /** TensorRT's limit of K. */
    private static final long MOST_OF_TOP_K = 3840;

    private static final Set<String> SIZED_BY_DATA =
            Set.of("NonZero", "Unique", "Compress", "NonMaxSuppression", "If", "Loop", "Scan");

    /** Positions of the inputs that say how large the result is. */
    private static final Map<String, List<Integer>> SIZES = Map.of(
            "TopK", List.of(1),
            "Slice", List.of(1, 2, 3, 4),
            "Range", List.of(0, 1, 2),
            "Tile", List.of(1),
            "Pad", List.of(1),
            "Split", List.of(1),
            "Reshape", List.of(1),
            "Expand", List.of(1),
            "ConstantOfShape", List.of(0));

    @TempDir
    Path folder;

    static Stream<String> specs() {
        return Stream.of(
                "none",
                "ppt:r=50",
                "ppt:r=50,prop=false",
                "ppt:r=0",
                "evit:keep=0.7",
                "evit:keep=0.7,fuse=false",
                "evit:keep=1",
                "etps:keep=0.7",
                "dynamicvit:keep=0.7",
                "dtps:keep=0.7",
                "tome:r=13",
                "tome:r=13,inflect=-1,prop=false",
                "topk:keep=0.7",
                "random:keep=0.7");
    }

    @Test
    void everyMethodIsTried() {
        assertThat(specs().map(spec -> ReducerSpec.parse(spec).method())).containsAll(TokenReducer.methods());
    }

    @ParameterizedTest
    @MethodSource("specs")
    void onlyTheBatchIsOpen(String spec) throws IOException {
        GraphProto graph = graph(baked(spec, Precision.FLOAT16));

        assertThat(graph.getInputList()).extracting(ValueInfoProto::getName).containsExactly(CompiledModel.PIXELS);
        assertThat(graph.getNodeList()).extracting(NodeProto::getOpType).doesNotContainAnyElementsOf(SIZED_BY_DATA);
        assertThat(Stream.concat(graph.getInputList().stream(), graph.getOutputList().stream())
                        .flatMap(BakedAmountsTest::open))
                .isNotEmpty()
                .containsOnly("batch");
    }

    /** Blocks' tokens are outputs of this model, so their sizes are written down. */
    private static Stream<String> open(ValueInfoProto value) {
        return value.getType().getTensorType().getShape().getDimList().stream()
                .filter(dim -> !dim.hasDimValue())
                .map(Dimension::getDimParam);
    }

    @ParameterizedTest
    @MethodSource("specs")
    void topKIsConstantAndWithinTensorRtsLimit(String spec) throws IOException {
        GraphProto graph = graph(baked(spec, Precision.FLOAT16));
        Map<String, TensorProto> constants = constants(graph);

        assertThat(graph.getNodeList().stream().filter(node -> node.getOpType().equals("TopK")))
                .allSatisfy(node -> {
                    assertThat(constants).as("K of %s", node.getName()).containsKey(node.getInput(1));
                    assertThat(only(constants.get(node.getInput(1)))).isBetween(1L, MOST_OF_TOP_K);
                });
    }

    /** ONNX Runtime's own shape inference and folding, for one size of batch: what is left computes no size. */
    @ParameterizedTest
    @MethodSource("specs")
    void sizesFollowFromTheBatchAlone(String spec) throws IOException, OrtException {
        GraphProto graph = folded(baked(spec, Precision.FLOAT32));
        Set<String> constants = constants(graph).keySet();

        Stream<String> computed = graph.getNodeList().stream()
                .flatMap(node -> sizes(node)
                        .filter(size -> !constants.contains(size))
                        .map(size -> node.getName() + ": " + size));

        assertThat(graph.getNodeList()).extracting(NodeProto::getOpType).doesNotContain("Shape");
        assertThat(computed).isEmpty();
    }

    private static Stream<String> sizes(NodeProto node) {
        return SIZES.getOrDefault(node.getOpType(), List.of()).stream()
                .filter(position -> position < node.getInputCount())
                .map(node::getInput)
                .filter(name -> !name.isEmpty());
    }

    @ParameterizedTest
    @MethodSource("smallSpecs")
    void itAnswersAsTheModelDoesThatIsToldTheAmount(String spec) throws OrtException {
        VitShape shape = new VitShape(32, 8, 48, 5, 3, 96, 7, 1);
        FloatTensor pictures = ModelCompilerTest.pictures(shape, 3, 1);
        RandomWeights weights = new RandomWeights("small", shape, 1);
        CompileOptions told = CompileOptions.DEFAULT.withHeads(3).withInput(PixelInput.NORMALIZED_NCHW);

        float[] expected = logits(compile(weights, told, spec, Precision.FLOAT32), pictures);
        CompiledModel baked = compile(weights, told.withAmounts(AmountForm.BAKED), spec, Precision.FLOAT32);

        assertThat(logits(baked, pictures)).containsExactly(expected);
    }

    static Stream<String> smallSpecs() {
        return Stream.of(
                "ppt:r=5,blocks=1+3",
                "ppt:r=0,blocks=1+3",
                "evit:keep=0.5,blocks=1+3",
                "evit:keep=1,blocks=1+3",
                "etps:keep=0.5,blocks=1+3",
                "dtps:keep=0.5,blocks=1+3",
                "dynamicvit:keep=0.5,blocks=1+3",
                "tome:r=3,inflect=-1",
                "topk:keep=0.5,blocks=1+3",
                "random:keep=0.5,blocks=1+3");
    }

    private static float[] logits(CompiledModel model, FloatTensor pictures) throws OrtException {
        boolean told = graph(model).getInputCount() > 1;
        try (OrtRuntime runtime = new OrtRuntime(model)) {
            List<Integer> amounts = told ? model.point().schedule().amounts() : List.of();
            return runtime.run(pictures, amounts).get(CompiledModel.LOGITS).toArray();
        }
    }

    private static CompiledModel baked(String spec, Precision precision) {
        CompileOptions options = CompileOptions.DEFAULT
                .withHeads(2)
                .withDiagnostics(Set.of(Diagnostic.BLOCK_OUTPUTS))
                .withAmounts(AmountForm.BAKED);
        return compile(WEIGHTS, options, spec, precision);
    }

    private static CompiledModel compile(
            RandomWeights weights, CompileOptions options, String spec, Precision precision) {
        ModelCompiler compiler = new ModelCompiler(weights, options);
        return compiler.compile(
                ReducerSpec.parse(spec),
                precision,
                Preprocessing.imageNet(compiler.shape().inputSize()));
    }

    private GraphProto folded(CompiledModel model) throws IOException, OrtException {
        Path file = folder.resolve("folded.onnx");
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.BASIC_OPT);
            options.setOptimizedModelFilePath(file.toString());
            options.setSymbolicDimensionValue("batch", 4);
            OrtEnvironment.getEnvironment().createSession(model.onnx(), options).close();
        }
        return ModelProto.parseFrom(Files.readAllBytes(file)).getGraph();
    }

    private static GraphProto graph(CompiledModel model) {
        try {
            return ModelProto.parseFrom(ByteString.copyFrom(model.onnx())).getGraph();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, TensorProto> constants(GraphProto graph) {
        return graph.getInitializerList().stream().collect(Collectors.toMap(TensorProto::getName, Function.identity()));
    }

    private static long only(TensorProto constant) {
        LongStream values = constant.getInt64DataCount() > 0
                ? IntStream.range(0, constant.getInt64DataCount()).mapToLong(constant::getInt64Data)
                : LongStream.of(constant.getRawData()
                        .asReadOnlyByteBuffer()
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getLong());
        long[] found = values.toArray();
        assertThat(found).hasSize(1);
        return found[0];
    }
}
