package io.sluice.inference.graph;

/** Whose operations a model is made of. */
public enum Operators {
    /** The ONNX standard's only: every runtime takes them, TensorRT too. */
    STANDARD,

    /** Those that ONNX Runtime has besides, where they are faster. */
    ONNX_RUNTIME
}
