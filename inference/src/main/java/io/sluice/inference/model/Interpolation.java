package io.sluice.inference.model;

/** How a picture is resized. */
public enum Interpolation {
    NEAREST,
    BILINEAR,
    BICUBIC
}
