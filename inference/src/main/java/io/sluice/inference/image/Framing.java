package io.sluice.inference.image;

import io.sluice.inference.model.PictureRegion;
import io.sluice.inference.model.Preprocessing;

/**
 * Where the model's square lies in a picture, as torchvision and timm count it: the long side is rounded down after
 * resizing, half a pixel of margin is rounded to even.
 *
 * @param width of the whole picture after resizing, in pixels
 * @param height of the whole picture after resizing
 * @param left first column of the square
 * @param top first row of the square
 */
record Framing(int width, int height, int left, int top) {
    /**
     * Of a picture of {@code width} x {@code height}.
     *
     * @throws UnreadableException when a long thin picture would grow beyond the limits
     */
    static Framing of(long width, long height, Preprocessing preprocessing, DecodeLimits limits)
            throws UnreadableException {
        long shortSide = Math.min(width, height);
        long resizedWidth = resized(width, shortSide, preprocessing);
        long resizedHeight = resized(height, shortSide, preprocessing);
        limits.requirePixels(resizedWidth, resizedHeight);
        int size = preprocessing.inputSize();
        return new Framing(
                (int) resizedWidth,
                (int) resizedHeight,
                margin((int) resizedWidth, size),
                margin((int) resizedHeight, size));
    }

    private static long resized(long side, long shortSide, Preprocessing preprocessing) {
        return switch (preprocessing.fit()) {
            case SHORT_SIDE -> preprocessing.resize() * side / shortSide;
            case STRETCH -> preprocessing.resize();
        };
    }

    /** The square of {@code side} pixels as a part of the picture. */
    PictureRegion region(double side) {
        return new PictureRegion(left / (double) width, top / (double) height, side / width, side / height);
    }

    private static int margin(int side, int size) {
        return (int) Math.rint((side - size) / 2.0);
    }
}
