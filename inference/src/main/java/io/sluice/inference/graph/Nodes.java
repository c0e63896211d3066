package io.sluice.inference.graph;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * Where nodes and constants are added: the ground that the families of operations stand on. Each family is a class of its
 * own for the reader's sake; {@link Graph} is all of them.
 */
abstract class Nodes {
    /** Domain of the operations that ONNX Runtime has beside the standard's. */
    static final String MICROSOFT = "com.microsoft";

    private final Scope scope;
    private final String path;

    Nodes(Scope scope, String path) {
        this.scope = scope;
        this.path = path;
    }

    Scope scope() {
        return scope;
    }

    String path() {
        return path;
    }

    Node node(String op, Value... inputs) {
        return new Node(scope, path, op, List.of(inputs));
    }

    /** Element-wise on one tensor: same type, same shape. */
    Value unary(String op, Value x) {
        return node(op, x).yields(x.type(), x.shape());
    }

    IllegalArgumentException misfit(String op, Object... operands) {
        return new IllegalArgumentException(path + ": " + op + " does not fit " + Arrays.toString(operands) + ".");
    }

    void require(boolean fits, String op, Object... operands) {
        if (!fits) {
            throw misfit(op, operands);
        }
    }

    /** An operation that ONNX Runtime has beside the standard's. */
    Node microsoft(String op, Value... inputs) {
        scope.definitions().importDomain(MICROSOFT);
        return node(op, inputs).in(MICROSOFT);
    }

    /**
     * A tensor of weights.
     *
     * @param name of its own in the whole graph, usually the parameter's
     * @param type of the elements
     * @param elements from position to limit; little-endian; not copied, so not to be changed afterwards
     * @param shape as many elements as {@code elements} holds
     */
    public Value constant(String name, ElementType type, ByteBuffer elements, Shape shape) {
        require(shape.elements().times(Dim.of(type.bytes())).is(elements.remaining()), "constant " + name, shape, type);
        return constant(
                scope.definitions().claim(name), type, shape, UnsafeByteOperations.unsafeWrap(elements.duplicate()));
    }

    /** One number, of rank 0; equal ones are one constant. */
    public Value scalar(float value) {
        return small(
                List.of("scalar", value),
                ElementType.FLOAT,
                Shape.SCALAR,
                bytes(Float.BYTES).putFloat(value));
    }

    /** One whole number, of rank 0; equal ones are one constant. */
    public Value scalar(long value) {
        return small(
                List.of("scalar", value),
                ElementType.INT64,
                Shape.SCALAR,
                bytes(Long.BYTES).putLong(value));
    }

    /** One byte without sign, of rank 0; equal ones are one constant. */
    public Value unsignedByte(int value) {
        return small(
                List.of("byte", value),
                ElementType.UINT8,
                Shape.SCALAR,
                bytes(Byte.BYTES).put((byte) value));
    }

    /** A vector of whole numbers; equal ones are one constant. */
    public Value ints(long... values) {
        ByteBuffer bytes = bytes(values.length * Long.BYTES);
        Arrays.stream(values).forEach(bytes::putLong);
        List<Long> content = Arrays.stream(values).boxed().toList();
        return small(content, ElementType.INT64, Shape.of((long) values.length), bytes);
    }

    private Value small(List<?> content, ElementType type, Shape shape, ByteBuffer bytes) {
        return scope.definitions()
                .small(
                        content,
                        key -> constant(
                                scope.definitions().unique("constant"),
                                type,
                                shape,
                                ByteString.copyFrom(bytes.flip())));
    }

    private Value constant(String name, ElementType type, Shape shape, ByteString bytes) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(type.number())
                .setRawData(bytes);
        shape.dims().forEach(size -> tensor.addDims(size.constant()));
        scope.definitions().constants().add(tensor.build());
        return new Value(scope.outermost(), name, type, shape);
    }

    private static ByteBuffer bytes(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
