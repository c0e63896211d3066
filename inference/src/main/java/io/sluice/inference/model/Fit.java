package io.sluice.inference.model;

/** How a picture that is no square comes to the model's square. */
public enum Fit {
    /** The short side is brought to the size; the long side keeps its proportion and loses its ends to the crop. */
    SHORT_SIDE,

    /** Both sides are brought to the size, which distorts; as most of Hugging Face's image processors do. */
    STRETCH
}
