package io.sluice.inference.image;

import java.nio.ByteBuffer;

/**
 * Reads a PNG's size and walks its chunks to the end mark; the chunks' check sums are the decoder's business.
 *
 * <p>On the way everything is taken out that a picture can do without: texts and colour profiles, which may be a thousand
 * times as large once they are unpacked, and the frames of an animation, of which only the still picture remains. Libpng
 * sees the chunks without which there is no picture, and the EXIF data.
 */
final class PngHeader {
    private static final long SIGNATURE = 0x89504e470d0a1a0aL;
    private static final int SIGNATURE_BYTES = 8;
    private static final int IHDR = 0x49484452;
    private static final int IEND = 0x49454e44;
    private static final int EXIF = 0x65584966;
    /** Set in the type of a chunk that a decoder may ignore. */
    private static final int ANCILLARY = 0x20000000;
    /** Length and type before a chunk's data, check sum after it. */
    private static final int CHUNK_OVERHEAD_BYTES = 12;

    private PngHeader() {}

    static boolean matches(ByteBuffer bytes) {
        return bytes.limit() >= SIGNATURE_BYTES && bytes.getLong(0) == SIGNATURE;
    }

    static ImageHeader read(ByteBuffer bytes, DecodeLimits limits) throws UnreadableException {
        int data = SIGNATURE_BYTES + 8;
        if (bytes.limit() < data + 8) {
            throw torn(bytes);
        }
        if (bytes.getInt(SIGNATURE_BYTES + 4) != IHDR || bytes.getInt(SIGNATURE_BYTES) != 13) {
            throw new UnreadableException("The PNG picture does not begin with its header.");
        }
        long width = Integer.toUnsignedLong(bytes.getInt(data));
        long height = Integer.toUnsignedLong(bytes.getInt(data + 4));
        limits.requirePixels(width, height);
        bytes.limit(keepNecessary(bytes));
        return new ImageHeader(PictureFormat.PNG, width, height);
    }

    /** Moves the necessary chunks together; returns where they end. */
    private static int keepNecessary(ByteBuffer bytes) throws UnreadableException {
        int kept = SIGNATURE_BYTES;
        int chunk = SIGNATURE_BYTES;
        int type = IHDR;
        while (type != IEND) {
            int length = chunkBytes(bytes, chunk);
            type = bytes.getInt(chunk + 4);
            if (isNecessary(type)) {
                move(bytes, chunk, kept, length);
                kept += length;
            }
            chunk += length;
        }
        return kept;
    }

    /** In all, for the chunk that begins at {@code chunk}. */
    private static int chunkBytes(ByteBuffer bytes, int chunk) throws UnreadableException {
        if (chunk > bytes.limit() - CHUNK_OVERHEAD_BYTES) {
            throw torn(bytes);
        }
        long length = CHUNK_OVERHEAD_BYTES + Integer.toUnsignedLong(bytes.getInt(chunk));
        if (chunk + length > bytes.limit()) {
            throw torn(bytes);
        }
        return (int) length;
    }

    private static boolean isNecessary(int type) {
        return (type & ANCILLARY) == 0 || type == EXIF;
    }

    private static void move(ByteBuffer bytes, int from, int to, int length) {
        if (from != to) {
            bytes.put(to, bytes, from, length);
        }
    }

    private static UnreadableException torn(ByteBuffer bytes) {
        return new UnreadableException(
                "The PNG picture is torn: its " + bytes.limit() + " bytes do not reach its end.");
    }
}
