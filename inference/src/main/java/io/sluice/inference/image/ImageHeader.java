package io.sluice.inference.image;

import java.nio.ByteBuffer;

/**
 * What a picture says about itself before any pixel is decoded.
 *
 * @param format found by signature
 * @param width in pixels, as stored, before any EXIF orientation
 * @param height in pixels
 */
record ImageHeader(Format format, long width, long height) {
    enum Format {
        JPEG,
        PNG
    }

    /**
     * Reads the header and checks that the file reaches its end mark.
     *
     * @param bytes the file, from 0 to its limit, big-endian
     * @throws UnreadableException when this is no JPEG or PNG, or a torn one
     */
    static ImageHeader read(ByteBuffer bytes) throws UnreadableException {
        if (PngHeader.matches(bytes)) {
            return PngHeader.read(bytes);
        }
        if (JpegHeader.matches(bytes)) {
            return JpegHeader.read(bytes);
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
