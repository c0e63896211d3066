package io.sluice.inference.engine;

/** Who runs on the same session of ONNX Runtime. */
public enum Sharing {
    /** All lanes: one copy of the weights, and runs at the same time. */
    ALL_LANES,

    /**
     * Each lane has its own. On CUDA a session belongs to one thread at a time: what it holds for a thread is kept when another
     * one comes (onnxruntime 29351).
     */
    EACH_LANE,

    /** Each lane has its own for each size of batch, in which that size is fixed: TensorRT builds an engine for a shape. */
    EACH_LANE_AND_SIZE
}
