package io.sluice.inference.engine;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.ModelId;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.Preprocessing;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.TokenSchedule;
import io.sluice.inference.model.VitShape;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A model small enough to know by heart: pictures of 4 x 4 pixels, three classes, the logits are the mean of each colour
 * channel; with amounts, times the sum of the amounts.
 */
final class TinyModel {
    static final ModelId ID = new ModelId("tiny", "0".repeat(64));
    static final int SIZE = 4;
    private static final VitShape SHAPE = new VitShape(4, 2, 8, 2, 2, 8, 3, 1);
    private static final Preprocessing PREPROCESSING = Preprocessing.imageNet(SIZE);

    private TinyModel() {}

    static CompiledModel dense() {
        return model(graph().build(), point("none"));
    }

    static CompiledModel reduced() {
        return model(withAmounts(graph()).build(), point("ppt:r=1", 1, 1));
    }

    static CompiledModel withOutput(String name) {
        GraphProto.Builder graph = graph();
        graph.getNodeBuilder(1).setOutput(0, name);
        graph.getOutputBuilder(0).setName(name);
        return model(graph.build(), point("none"));
    }

    static CompiledModel garbage() {
        ByteBuffer bytes = ByteBuffer.allocateDirect(100);
        return new CompiledModel(bytes, ID, SHAPE, PREPROCESSING, point("none"));
    }

    static OperatingPoint point(String reducer, Integer... amounts) {
        TokenSchedule schedule = new TokenSchedule(5, List.of(5, 5), List.of(5, 5), List.of(amounts));
        return new OperatingPoint(ID, ReducerSpec.parse(reducer), Precision.FLOAT32, schedule, 1);
    }

    private static CompiledModel model(GraphProto graph, OperatingPoint point) {
        byte[] bytes = ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .setGraph(graph)
                .build()
                .toByteArray();
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        return new CompiledModel(direct, ID, SHAPE, PREPROCESSING, point);
    }

    private static GraphProto.Builder graph() {
        return GraphProto.newBuilder()
                .setName("tiny")
                .addInput(value(CompiledModel.PIXELS, TensorProto.DataType.UINT8, "batch", SIZE, SIZE, 3))
                .addOutput(value(CompiledModel.LOGITS, TensorProto.DataType.FLOAT, "batch", 3))
                .addNode(node("Cast", List.of(CompiledModel.PIXELS), "float")
                        .addAttribute(attribute("to", TensorProto.DataType.FLOAT_VALUE)))
                .addNode(node("ReduceMean", List.of("float"), CompiledModel.LOGITS)
                        .addAttribute(AttributeProto.newBuilder()
                                .setName("axes")
                                .setType(AttributeProto.AttributeType.INTS)
                                .addInts(1)
                                .addInts(2))
                        .addAttribute(attribute("keepdims", 0)));
    }

    private static GraphProto.Builder withAmounts(GraphProto.Builder graph) {
        graph.getNodeBuilder(1).setOutput(0, "means");
        return graph.addInput(value(CompiledModel.AMOUNTS, TensorProto.DataType.INT64, null, 2))
                .addInitializer(TensorProto.newBuilder()
                        .setName("axis")
                        .addDims(1)
                        .setDataType(TensorProto.DataType.INT64_VALUE)
                        .setRawData(ByteString.copyFrom(new byte[8])))
                .addNode(node("ReduceSum", List.of(CompiledModel.AMOUNTS, "axis"), "sum")
                        .addAttribute(attribute("keepdims", 1)))
                .addNode(node("Cast", List.of("sum"), "factor")
                        .addAttribute(attribute("to", TensorProto.DataType.FLOAT_VALUE)))
                .addNode(node("Mul", List.of("means", "factor"), CompiledModel.LOGITS));
    }

    private static NodeProto.Builder node(String op, List<String> inputs, String output) {
        return NodeProto.newBuilder().setOpType(op).addAllInput(inputs).addOutput(output);
    }

    private static AttributeProto attribute(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    private static ValueInfoProto value(String name, TensorProto.DataType type, String batch, long... dimensions) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        if (batch != null) {
            shape.addDimBuilder().setDimParam(batch);
        }
        for (long dimension : dimensions) {
            shape.addDimBuilder().setDimValue(dimension);
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type.getNumber())
                                .setShape(shape)))
                .build();
    }
}
