package io.sluice.inference.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NormFusionTest {
    private static final int WIDTH = 8;
    private static final int TOKENS = 5;
    private static final String FUSED = "SkipLayerNormalization";
    private static final String NORM = "LayerNormalization";

    /** A sum that nothing else reads. */
    private static void plain(Graph graph, Value left, Value right) {
        graph.output("normalized", norm(graph, "norm", graph.add(left, right)));
    }

    /** A sum that is an output too, as the residual stream is with diagnostics. */
    private static void output(Graph graph, Value left, Value right) {
        Value sum = graph.add(left, right);
        graph.output("sum", sum);
        graph.output("normalized", norm(graph, "norm", sum));
    }

    /** A sum that a branch reads after it was normalised, as a reducer's does. */
    private static void readInBranch(Graph graph, Value left, Value right) {
        Value sum = graph.add(left, right);
        Value normalized = norm(graph, "norm", sum);
        Count none = new Count(graph.ints(0), Dim.of(0));
        List<Value> chosen = graph.ifLess(
                none, graph.count(sum, 0), branch -> List.of(branch.multiply(sum, normalized)), branch -> List.of(sum));
        graph.output("chosen", chosen.get(0));
    }

    /** A sum that two normalisations read. */
    private static void normalizedTwice(Graph graph, Value left, Value right) {
        Value sum = graph.add(left, right);
        graph.output("one", norm(graph, "norm1", sum));
        graph.output("other", norm(graph, "norm2", sum));
    }

    /** A sum inside a branch stays as it is. */
    private static void insideBranch(Graph graph, Value left, Value right) {
        Count none = new Count(graph.ints(0), Dim.of(0));
        List<Value> chosen = graph.ifLess(
                none,
                graph.count(left, 0),
                branch -> List.of(norm(branch, "norm", branch.add(left, right))),
                branch -> List.of(right));
        graph.output("chosen", chosen.get(0));
    }

    @Test
    void aSumAndItsNormalisationAreOneOperation() throws Exception {
        assertSame(NormFusionTest::plain);

        assertThat(operations(NormFusionTest::plain)).contains(FUSED).doesNotContain("Add", NORM);
    }

    @Test
    void aSumThatIsAnOutputAsWellKeepsItsValue() throws Exception {
        assertSame(NormFusionTest::output);

        assertThat(operations(NormFusionTest::output)).contains(FUSED).doesNotContain("Add", NORM);
    }

    @Test
    void aSumThatABranchReadsKeepsItsValue() throws Exception {
        assertSame(NormFusionTest::readInBranch);

        assertThat(operations(NormFusionTest::readInBranch)).contains(FUSED).doesNotContain("Add", NORM);
    }

    @Test
    void aSumThatIsNormalisedTwiceIsJoinedWithOneNormalisation() throws Exception {
        assertSame(NormFusionTest::normalizedTwice);

        assertThat(operations(NormFusionTest::normalizedTwice))
                .contains(FUSED, NORM)
                .doesNotContain("Add");
    }

    @Test
    void aBranchIsLeftAsItIs() throws Exception {
        assertSame(NormFusionTest::insideBranch);

        assertThat(operations(NormFusionTest::insideBranch)).doesNotContain(FUSED);
    }

    /** What a model does with two tensors {@code [batch, tokens, width]}. */
    private interface Body {
        void add(Graph graph, Value left, Value right);
    }

    private static void assertSame(Body body) throws OrtException {
        Map<String, float[]> expected = run(build(body, Operators.STANDARD));

        Map<String, float[]> fused = run(build(body, Operators.ONNX_RUNTIME));

        assertThat(fused).containsOnlyKeys(expected.keySet());
        expected.forEach((name, values) -> assertThat(fused.get(name)).as(name).containsExactly(values, within(1e-5f)));
    }

    private static OnnxModel build(Body body, Operators operators) {
        Graph graph = Graph.named("test");
        Value x = graph.input("x", ElementType.FLOAT, Dim.named("batch"), Dim.of(TOKENS), Dim.of(WIDTH));
        body.add(graph, graph.gelu(x), graph.exp(x));
        return graph.build(operators, Map.of());
    }

    private static Value norm(Graph graph, String name, Value x) {
        return graph.layerNorm(x, channels(graph, name + ".weight"), channels(graph, name + ".bias"), 1e-6);
    }

    private static Value channels(Graph graph, String name) {
        Random random = new Random(name.hashCode());
        ByteBuffer values = ByteBuffer.allocate(WIDTH * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (values.hasRemaining()) {
            values.putFloat((float) random.nextGaussian());
        }
        return graph.constant(name, ElementType.FLOAT, values.flip(), Shape.of((long) WIDTH));
    }

    private static List<String> operations(Body body) throws InvalidProtocolBufferException {
        OnnxModel model = build(body, Operators.ONNX_RUNTIME);
        return ModelProto.parseFrom(ByteString.copyFrom(model.bytes())).getGraph().getNodeList().stream()
                .map(NodeProto::getOpType)
                .toList();
    }

    private static Map<String, float[]> run(OnnxModel model) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
                OrtSession session = environment.createSession(model.bytes().duplicate(), options);
                OnnxTensor x = OnnxTensor.createTensor(environment, pictures(), new long[] {3, TOKENS, WIDTH});
                OrtSession.Result result = session.run(Map.of("x", x))) {
            Map<String, float[]> outputs = new TreeMap<>();
            result.forEach(output -> outputs.put(output.getKey(), floats((OnnxTensor) output.getValue())));
            return outputs;
        }
    }

    private static FloatBuffer pictures() {
        Random random = new Random(1);
        FloatBuffer values = FloatBuffer.allocate(3 * TOKENS * WIDTH);
        while (values.hasRemaining()) {
            values.put((float) random.nextGaussian());
        }
        return values.flip();
    }

    private static float[] floats(OnnxTensor tensor) {
        FloatBuffer buffer = tensor.getFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }
}
