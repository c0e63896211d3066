package io.sluice.inference.image;

/**
 * What is said about a picture by whoever sent it.
 *
 * @param format of the file
 * @param width in pixels, as stored: before any EXIF orientation
 * @param height in pixels
 */
public record PictureClaim(PictureFormat format, int width, int height) {
    void requireTrue(ImageHeader header) throws UnreadableException {
        if (header.format() != format || header.width() != width || header.height() != height) {
            throw new UnreadableException("The frame was said to hold a " + format + " picture of " + width + " x "
                    + height + ", and holds a " + header.format() + " picture of " + header.width() + " x "
                    + header.height() + ".");
        }
    }
}
