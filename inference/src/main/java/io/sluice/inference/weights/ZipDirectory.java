package io.sluice.inference.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Where a zip file's directory lies; the file's end says so. PyTorch writes the end twice, with numbers of 64 bits first.
 *
 * @param position of its first byte in the file
 * @param length in bytes
 */
record ZipDirectory(long position, int length) {
    private static final int END_MAGIC = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int LONGEST_COMMENT_BYTES = 0xffff;
    private static final int LOCATOR_MAGIC = 0x07064b50;
    private static final int LOCATOR_BYTES = 20;
    private static final int WIDE_END_MAGIC = 0x06064b50;
    private static final int WIDE_END_BYTES = 56;

    /** More than a hundred thousand tensors need. */
    private static final int LONGEST_BYTES = 64 << 20;

    /**
     * Finds it.
     *
     * @throws CheckpointException where the file's end is none of a zip file
     */
    static ZipDirectory find(CheckpointFile file, FileChannel channel) throws IOException {
        int tailBytes = (int) Math.min(file.bytes(), END_BYTES + LONGEST_COMMENT_BYTES);
        ByteBuffer tail = file.read(channel, file.bytes() - tailBytes, tailBytes);
        int at = tailBytes - END_BYTES;
        while (at >= 0 && !isEnd(tail, at)) {
            at--;
        }
        if (at < 0) {
            throw file.wrong("is cut short: it begins as a zip file but does not end as one");
        }
        long end = file.bytes() - tailBytes + at;
        long length = Integer.toUnsignedLong(tail.getInt(at + 12));
        long position = Integer.toUnsignedLong(tail.getInt(at + 16));
        long wideEnd = wideEnd(file, channel, end);
        return wideEnd < 0 ? checked(file, position, length, end) : wide(file, channel, wideEnd);
    }

    private static boolean isEnd(ByteBuffer tail, int at) {
        return tail.getInt(at) == END_MAGIC
                && at + END_BYTES + Short.toUnsignedInt(tail.getShort(at + 20)) == tail.limit();
    }

    /** Position of the end with numbers of 64 bits; -1 where there is none. */
    private static long wideEnd(CheckpointFile file, FileChannel channel, long end) throws IOException {
        if (end < LOCATOR_BYTES) {
            return -1;
        }
        ByteBuffer locator = file.read(channel, end - LOCATOR_BYTES, LOCATOR_BYTES);
        if (locator.getInt(0) != LOCATOR_MAGIC) {
            return -1;
        }
        long wideEnd = locator.getLong(8);
        if (wideEnd < 0 || wideEnd > end - LOCATOR_BYTES - WIDE_END_BYTES) {
            throw file.wrong("has a damaged end: its zip directory's end cannot lie at byte " + wideEnd);
        }
        return wideEnd;
    }

    private static ZipDirectory wide(CheckpointFile file, FileChannel channel, long wideEnd) throws IOException {
        ByteBuffer numbers = file.read(channel, wideEnd, WIDE_END_BYTES);
        if (numbers.getInt(0) != WIDE_END_MAGIC) {
            throw file.wrong("has a damaged end: there is no end of a zip directory at byte " + wideEnd);
        }
        return checked(file, numbers.getLong(48), numbers.getLong(40), wideEnd);
    }

    private static ZipDirectory checked(CheckpointFile file, long position, long length, long end) {
        if (position < 0 || length < 0 || length > LONGEST_BYTES || position > end || length > end - position) {
            throw file.wrong("is cut short or damaged: it claims a zip directory of " + length + " bytes at byte "
                    + position + " of " + file.bytes());
        }
        return new ZipDirectory(position, (int) length);
    }
}
