package io.sluice.inference.model;

/**
 * A rectangle of a picture as a viewer shows it.
 *
 * @param left distance of its left edge from the picture's, as a share of the picture's width, 0 to 1
 * @param top distance of its upper edge from the picture's, as a share of the picture's height, 0 to 1
 * @param width as a share of the picture's, above 0
 * @param height as a share of the picture's, above 0
 */
public record PictureRegion(double left, double top, double width, double height) {
    /** What shares of whole pixels may be beyond an edge by rounding. */
    private static final double ROUNDING = 1e-9;

    public PictureRegion {
        boolean begins = left >= 0 && top >= 0 && width > 0 && height > 0;
        if (!(begins && left + width <= 1 + ROUNDING && top + height <= 1 + ROUNDING)) {
            throw new IllegalArgumentException(
                    "Expected a part of a picture, found " + width + " x " + height + " at " + left + ", " + top + ".");
        }
    }
}
