package io.sluice.ingest.source;

/**
 * Width and height of a picture in pixels.
 *
 * @param width in pixels
 * @param height in pixels
 */
record PictureSize(int width, int height) {
    /**
     * The size at which a picture leaves ingest: its shorter side brought down to {@code shortSide}, the other in
     * proportion, both even. A picture that is no larger than that, odd sides included, stays as it is: enlarging adds
     * bytes and no information.
     *
     * @param shortSide in pixels; 0 leaves every picture as it is
     */
    PictureSize scaledTo(int shortSide) {
        int shorter = Math.min(width, height);
        if (shortSide == 0 || shorter <= shortSide) {
            return this;
        }
        double factor = (double) shortSide / shorter;
        return new PictureSize(even(width * factor), even(height * factor));
    }

    private static int even(double length) {
        return Math.max(2, 2 * (int) Math.round(length / 2));
    }
}
