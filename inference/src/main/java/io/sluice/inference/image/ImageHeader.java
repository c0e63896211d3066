package io.sluice.inference.image;

import java.nio.ByteBuffer;

/**
 * What a picture says about itself before any pixel is decoded.
 *
 * @param format found by signature
 * @param width in pixels, as stored, before any EXIF orientation
 * @param height in pixels
 */
record ImageHeader(PictureFormat format, long width, long height) {
    /**
     * Reads the header and checks, as far as that can be seen without decoding, that the file is whole and costs no more
     * than {@code limits}. What the native decoder has no need of may be taken out of the file, which then becomes shorter.
     *
     * @param bytes the file, from 0 to its limit, big-endian; writable
     * @throws UnreadableException when this is no JPEG or PNG, a torn or damaged one, or one that costs too much
     */
    static ImageHeader read(ByteBuffer bytes, DecodeLimits limits) throws UnreadableException {
        if (PngHeader.matches(bytes)) {
            return PngHeader.read(bytes, limits);
        }
        if (JpegHeader.matches(bytes)) {
            return JpegHeader.read(bytes, limits);
        }
        throw new UnreadableException("The frame is neither a JPEG nor a PNG picture: " + firstBytes(bytes) + ".");
    }

    private static String firstBytes(ByteBuffer bytes) {
        if (bytes.limit() == 0) {
            return "it is empty";
        }
        StringBuilder text = new StringBuilder("it begins with");
        for (int i = 0; i < Math.min(4, bytes.limit()); i++) {
            text.append(String.format(" %02x", bytes.get(i)));
        }
        return text.toString();
    }
}
