package io.sluice.inference.image;

import java.nio.ByteBuffer;

/** Reads a PNG's size and walks its chunks to the end mark; the chunks' check sums are the decoder's business. */
final class PngHeader {
    private static final long SIGNATURE = 0x89504e470d0a1a0aL;
    private static final int SIGNATURE_BYTES = 8;
    private static final int IHDR = 0x49484452;
    private static final int IEND = 0x49454e44;
    /** Length and type before a chunk's data, check sum after it. */
    private static final int CHUNK_OVERHEAD_BYTES = 12;

    private PngHeader() {}

    static boolean matches(ByteBuffer bytes) {
        return bytes.limit() >= SIGNATURE_BYTES && bytes.getLong(0) == SIGNATURE;
    }

    static ImageHeader read(ByteBuffer bytes) throws UnreadableException {
        requireEnd(bytes);
        if (bytes.getInt(SIGNATURE_BYTES + 4) != IHDR || bytes.getInt(SIGNATURE_BYTES) != 13) {
            throw new UnreadableException("The PNG picture does not begin with its header.");
        }
        int data = SIGNATURE_BYTES + 8;
        return new ImageHeader(
                ImageHeader.Format.PNG,
                Integer.toUnsignedLong(bytes.getInt(data)),
                Integer.toUnsignedLong(bytes.getInt(data + 4)));
    }

    private static void requireEnd(ByteBuffer bytes) throws UnreadableException {
        long chunk = SIGNATURE_BYTES;
        while (chunk + CHUNK_OVERHEAD_BYTES <= bytes.limit()) {
            long next = chunk + CHUNK_OVERHEAD_BYTES + Integer.toUnsignedLong(bytes.getInt((int) chunk));
            if (bytes.getInt((int) chunk + 4) == IEND && next <= bytes.limit()) {
                return;
            }
            chunk = next;
        }
        throw new UnreadableException("The PNG picture is torn: its " + bytes.limit() + " bytes do not reach its end.");
    }
}
