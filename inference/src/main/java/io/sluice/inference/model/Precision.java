package io.sluice.inference.model;

/** The arithmetic that a model's matrix products are computed in. */
public enum Precision {
    FLOAT32,
    FLOAT16,
    INT8
}
