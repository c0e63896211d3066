package io.sluice.inference.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A file's bytes, mapped: nothing is read before it is needed. One buffer reaches 2 GiB at most and the system grants a
 * process only some tens of thousands of mappings, so parts are cut out of a few windows that begin at each GiB and reach
 * into the next.
 */
final class MappedFile {
    private static final long STEP_BYTES = 1L << 30;

    private final CheckpointFile file;
    private final Map<Long, ByteBuffer> windows = new ConcurrentHashMap<>();

    MappedFile(CheckpointFile file) {
        this.file = file;
    }

    /**
     * A part of the file, little-endian.
     *
     * @param position of its first byte
     * @param length in bytes
     */
    ByteBuffer part(long position, long length) {
        if (length > Integer.MAX_VALUE) {
            throw file.wrong("has a tensor of " + length + " bytes: expected less than 2 GiB");
        }
        if (length > STEP_BYTES) {
            return map(position, length);
        }
        int start = (int) (position % STEP_BYTES);
        return windows.computeIfAbsent(position - start, this::window)
                .slice(start, (int) length)
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private ByteBuffer window(long position) {
        return map(position, Math.min(file.bytes() - position, Integer.MAX_VALUE));
    }

    private ByteBuffer map(long position, long length) {
        try (FileChannel channel = file.open()) {
            return channel.map(FileChannel.MapMode.READ_ONLY, position, length).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw CheckpointFile.unreadable(file.path(), e);
        }
    }
}
