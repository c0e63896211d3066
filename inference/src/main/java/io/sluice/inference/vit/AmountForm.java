package io.sluice.inference.vit;

/** How a compiled model knows how much to reduce. */
public enum AmountForm {
    /** An input at run time: one model serves all amounts of its method. */
    INPUT,
    /** A part of the model, which then serves that amount only: for runtimes that build engines for fixed sizes, as TensorRT does. */
    BAKED
}
