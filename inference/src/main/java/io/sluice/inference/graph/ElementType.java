package io.sluice.inference.graph;

import ai.onnx.proto.OnnxMl.TensorProto;

/** What a tensor's elements are. */
public enum ElementType {
    FLOAT(TensorProto.DataType.FLOAT),
    UINT8(TensorProto.DataType.UINT8),
    INT64(TensorProto.DataType.INT64),
    BOOL(TensorProto.DataType.BOOL);

    private final TensorProto.DataType onnx;

    ElementType(TensorProto.DataType onnx) {
        this.onnx = onnx;
    }

    /** ONNX's number for this type. */
    int number() {
        return onnx.getNumber();
    }
}
