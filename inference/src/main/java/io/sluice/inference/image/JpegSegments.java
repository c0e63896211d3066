package io.sluice.inference.image;

import java.nio.ByteBuffer;

/** The segments of a JPEG file: each begins with 0xff, any number more of them, a marker, and (most) a length. */
final class JpegSegments {
    private final ByteBuffer bytes;

    /** @param bytes the file, from 0 to its limit, big-endian */
    JpegSegments(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    int limit() {
        return bytes.limit();
    }

    int unsigned(int position) {
        return bytes.get(position) & 0xff;
    }

    int unsignedShort(int position) {
        return bytes.getShort(position) & 0xffff;
    }

    /** Eight bytes at once. */
    long eight(int position) {
        return bytes.getLong(position);
    }

    /** Position of the marker of the segment that begins at {@code segment}. */
    int marker(int segment) throws UnreadableException {
        int position = segment;
        require(position, 2);
        if (unsigned(position) != 0xff) {
            throw damaged("no segment begins at byte " + position);
        }
        while (unsigned(position) == 0xff) {
            position++;
            require(position, 1);
        }
        return position;
    }

    /** Bytes of the segment whose marker is at {@code marker}, its length field included, the marker not. */
    int length(int marker) throws UnreadableException {
        require(marker + 1, 2);
        int length = unsignedShort(marker + 1);
        if (length < 2) {
            throw damaged("a segment at byte " + marker + " is empty");
        }
        require(marker + 1, length);
        return length;
    }

    /** Where the segment ends whose marker is at {@code marker}. */
    int end(int marker) throws UnreadableException {
        return marker + 1 + length(marker);
    }

    void require(int position, int count) throws UnreadableException {
        if (position > bytes.limit() - count) {
            throw torn();
        }
    }

    UnreadableException torn() {
        return new UnreadableException(
                "The JPEG picture is torn: its " + bytes.limit() + " bytes do not reach its end.");
    }

    static UnreadableException damaged(String how) {
        return new UnreadableException("The JPEG picture is damaged: " + how + ".");
    }
}
