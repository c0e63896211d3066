package io.sluice.inference.image;

/** The kinds of picture files that are decoded. */
public enum PictureFormat {
    JPEG,
    PNG
}
