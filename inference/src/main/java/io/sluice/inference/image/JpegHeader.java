package io.sluice.inference.image;

import java.nio.ByteBuffer;

/**
 * Walks a JPEG's segments to its frame header, and looks for its end mark: libjpeg would paint what is missing of a torn
 * picture in grey and call it good. Damage inside the compressed data that leaves the end in place goes unnoticed, as with
 * every JPEG decoder.
 */
final class JpegHeader {
    private static final int START_OF_IMAGE = 0xd8;
    private static final int END_OF_IMAGE = 0xd9;
    private static final int START_OF_SCAN = 0xda;
    private static final int PROGRESSIVE = 0xc2;
    private static final int PROGRESSIVE_ARITHMETIC = 0xca;

    /** Each scan costs a pass over all pixels, and a scan of a few bytes can be repeated at will; encoders use about ten. */
    private static final int MAX_SCANS = 64;

    private final ByteBuffer bytes;
    private int frame = -1;

    private JpegHeader(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    static boolean matches(ByteBuffer bytes) {
        return bytes.limit() >= 3
                && bytes.getShort(0) == (short) (0xff00 | START_OF_IMAGE)
                && bytes.get(2) == (byte) 0xff;
    }

    static ImageHeader read(ByteBuffer bytes) throws UnreadableException {
        return new JpegHeader(bytes).read();
    }

    private ImageHeader read() throws UnreadableException {
        int scan = firstScan();
        if (frame < 0) {
            throw new UnreadableException("The JPEG picture has no frame header.");
        }
        requireEnd(scan);
        if (hasManyScans(scan)) {
            requireFewScans(scan);
        }
        return new ImageHeader(ImageHeader.Format.JPEG, unsignedShort(frame + 5), unsignedShort(frame + 3));
    }

    /** Finds the first scan's length field, and {@link #frame}'s on the way. */
    private int firstScan() throws UnreadableException {
        int segment = 2;
        while (true) {
            int length = lengthField(segment);
            int marker = unsigned(length - 1);
            if (marker == START_OF_SCAN) {
                require(length, unsignedShort(length));
                return length;
            }
            if (isFrame(marker)) {
                require(length, 8);
                frame = length;
            }
            segment = length + unsignedShort(length);
        }
    }

    /** Position after the marker at {@code segment}, which any number of fill bytes may precede. */
    private int lengthField(int segment) throws UnreadableException {
        int position = segment;
        require(position, 4);
        if (unsigned(position) != 0xff) {
            throw new UnreadableException("The JPEG picture is damaged: no segment begins at byte " + position + ".");
        }
        while (unsigned(position) == 0xff) {
            position++;
            require(position, 3);
        }
        if (unsignedShort(position + 1) < 2) {
            throw new UnreadableException("The JPEG picture is damaged: a segment at byte " + position + " is empty.");
        }
        return position + 1;
    }

    private void requireEnd(int scan) throws UnreadableException {
        for (int i = bytes.limit() - 2; i > scan; i--) {
            if (unsigned(i) == 0xff && unsigned(i + 1) == END_OF_IMAGE) {
                return;
            }
        }
        throw torn();
    }

    private boolean hasManyScans(int scan) {
        int type = unsigned(frame - 1);
        int components = unsigned(frame + 7);
        return type == PROGRESSIVE || type == PROGRESSIVE_ARITHMETIC || unsigned(scan + 2) < components;
    }

    private void requireFewScans(int firstScan) throws UnreadableException {
        int scans = 0;
        for (int i = firstScan - 2; i < bytes.limit() - 1; i++) {
            if (unsigned(i) == 0xff && unsigned(i + 1) == START_OF_SCAN && ++scans > MAX_SCANS) {
                throw new UnreadableException("The JPEG picture has more than the " + MAX_SCANS + " scans allowed.");
            }
        }
    }

    /** Frame headers are C0 to CF without C4 (Huffman tables), C8 (reserved) and CC (arithmetic conditioning). */
    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    private void require(int position, int count) throws UnreadableException {
        if (position > bytes.limit() - count) {
            throw torn();
        }
    }

    private UnreadableException torn() {
        return new UnreadableException(
                "The JPEG picture is torn: its " + bytes.limit() + " bytes do not reach its end.");
    }

    private int unsigned(int position) {
        return bytes.get(position) & 0xff;
    }

    private int unsignedShort(int position) {
        return bytes.getShort(position) & 0xffff;
    }
}
