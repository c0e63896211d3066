package io.sluice.inference.vit;

/** What a compiled model is fed with. */
public enum PixelInput {
    /**
     * {@code uint8 [batch, inputSize, inputSize, 3]} under the name {@code pixels}: pictures as they are decoded,
     * normalised inside the graph. What everything but the reference check uses.
     */
    UINT8_NHWC,

    /** {@code float32 [batch, 3, inputSize, inputSize]} under the name {@code normalized}: already normalised. */
    NORMALIZED_NCHW;

    /** Name of the input of already normalised pictures. */
    public static final String NORMALIZED = "normalized";
}
