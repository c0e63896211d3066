package io.sluice.inference.graph;

import ai.onnx.proto.OnnxMl.TensorProto;

/** What a tensor's elements are. */
public enum ElementType {
    FLOAT(TensorProto.DataType.FLOAT, Float.BYTES),
    FLOAT16(TensorProto.DataType.FLOAT16, Short.BYTES),
    UINT8(TensorProto.DataType.UINT8, Byte.BYTES),
    INT8(TensorProto.DataType.INT8, Byte.BYTES),
    INT64(TensorProto.DataType.INT64, Long.BYTES),
    BOOL(TensorProto.DataType.BOOL, Byte.BYTES);

    private final TensorProto.DataType onnx;
    private final int bytes;

    ElementType(TensorProto.DataType onnx, int bytes) {
        this.onnx = onnx;
        this.bytes = bytes;
    }

    /** Bytes of one element. */
    int bytes() {
        return bytes;
    }

    /** ONNX's number for this type. */
    int number() {
        return onnx.getNumber();
    }
}
