package io.sluice.inference.graph;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A constant of a serialized ONNX model.
 *
 * @param name unique in the model
 * @param type of the elements, as ONNX names it: {@code FLOAT}, {@code INT64} and so on
 * @param sizes of the axes; none for a scalar
 */
public record Initializer(String name, String type, List<Long> sizes) {
    public Initializer {
        sizes = List.copyOf(sizes);
    }

    /**
     * All constants of a model in the order of the file; their values stay where they are.
     *
     * @param onnx from position to limit
     * @throws IllegalArgumentException where {@code onnx} is not an ONNX model
     */
    public static List<Initializer> of(ByteBuffer onnx) {
        CodedInputStream input =
                UnsafeByteOperations.unsafeWrap(onnx.duplicate()).newCodedInput();
        input.enableAliasing(true);
        try {
            return ModelProto.parseFrom(input).getGraph().getInitializerList().stream()
                    .map(Initializer::of)
                    .toList();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("not an ONNX model: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Initializer of(TensorProto tensor) {
        TensorProto.DataType type = TensorProto.DataType.forNumber(tensor.getDataType());
        return new Initializer(tensor.getName(), String.valueOf(type), tensor.getDimsList());
    }
}
