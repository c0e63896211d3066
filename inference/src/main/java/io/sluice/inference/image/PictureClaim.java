package io.sluice.inference.image;

import java.nio.ByteBuffer;

/**
 * What is said about a picture by whoever sent it.
 *
 * @param format of the file
 * @param width in pixels, as stored: before any EXIF orientation
 * @param height in pixels
 */
public record PictureClaim(PictureFormat format, int width, int height) {
    /**
     * Whether that is so, and the file whole and within {@code limits}, as far as can be seen without decoding it.
     *
     * @param picture the file, from position to limit; left as it is
     */
    public boolean isTrueOf(ByteBuffer picture, DecodeLimits limits) {
        try {
            limits.requireEncodedBytes(picture.remaining());
            ByteBuffer copy = ByteBuffer.allocate(picture.remaining());
            requireTrue(ImageHeader.read(copy.put(picture.duplicate()).flip(), limits));
            return true;
        } catch (UnreadableException e) {
            return false;
        }
    }

    void requireTrue(ImageHeader header) throws UnreadableException {
        if (header.format() != format || header.width() != width || header.height() != height) {
            throw new UnreadableException("The frame was said to hold a " + format + " picture of " + width + " x "
                    + height + ", and holds a " + header.format() + " picture of " + header.width() + " x "
                    + header.height() + ".");
        }
    }
}
