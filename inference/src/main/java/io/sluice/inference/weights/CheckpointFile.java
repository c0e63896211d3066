package io.sluice.inference.weights;

import io.sluice.inference.model.ModelId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A file of weights: whatever goes wrong with it ends as one sentence for the user. All it hands out is little-endian.
 *
 * @param path where it is
 * @param bytes its length
 */
record CheckpointFile(Path path, long bytes) {
    private static final int HASHED_AT_ONCE_BYTES = 1 << 20;

    /** Such as {@code .pth.tar}, longest first. */
    private static final String ENDINGS =
            "(\\.safetensors\\.index\\.json|\\.safetensors|\\.pth\\.tar|\\.pth|\\.pt|\\.bin)$";

    /**
     * Finds the file.
     *
     * @throws CheckpointException where there is none
     */
    static CheckpointFile of(Path path) {
        try {
            if (Files.isDirectory(path)) {
                throw new CheckpointException(
                        "Cannot read " + path + ": it is a folder, expected the file of a checkpoint in it.");
            }
            return new CheckpointFile(path, Files.size(path));
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** The file's name without its ending, and its SHA-256. */
    ModelId id() {
        return new ModelId(name(), sha256());
    }

    /** The file's name without its ending. */
    String name() {
        String whole = path.getFileName().toString();
        String name = whole.replaceFirst(ENDINGS, "");
        return name.isBlank() ? whole : name;
    }

    /** In 64 lower-case hex digits. */
    String sha256() {
        try (FileChannel channel = open()) {
            MessageDigest digest = newSha256();
            ByteBuffer buffer = ByteBuffer.allocate(HASHED_AT_ONCE_BYTES);
            while (channel.read(buffer.clear()) >= 0) {
                digest.update(buffer.flip());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** A part of the file on the heap, from position 0 to its limit. */
    ByteBuffer read(long position, int length) {
        try (FileChannel channel = open()) {
            return read(channel, position, length);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** As {@link #read(long, int)}, for many parts of a file that is open. */
    ByteBuffer read(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer part = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (part.hasRemaining()) {
            if (channel.read(part, position + part.position()) < 0) {
                throw wrong("became shorter while it was read");
            }
        }
        return part.flip();
    }

    /**
     * Checks that a tensor is one of weights and can be had in one piece.
     *
     * @throws CheckpointException where its elements are no floats, or too many once they have 32 bits
     */
    void requireFloats(String tensor, ElementFormat format, List<Integer> sizes) {
        if (!format.widensToFloat()) {
            throw wrong(tensor, "has elements of type " + format + ": expected F32, F16 or BF16");
        }
        if (FloatTensor.elements(sizes) > Integer.MAX_VALUE / Float.BYTES) {
            throw wrong(tensor, "of sizes " + sizes + " is too large: expected less than 2 GiB in floats of 32 bits");
        }
    }

    FileChannel open() throws IOException {
        return FileChannel.open(path, StandardOpenOption.READ);
    }

    /** What is wrong with the file: {@code "is cut short"}. */
    CheckpointException wrong(String what) {
        return new CheckpointException("Checkpoint " + path + " " + what + ".");
    }

    /** What is wrong with one of its tensors: {@code "is of no floats"}. */
    CheckpointException wrong(String tensor, String what) {
        return new CheckpointException("Tensor '" + tensor + "' of checkpoint " + path + " " + what + ".");
    }

    static CheckpointException unreadable(Path path, IOException e) {
        String reason = e instanceof NoSuchFileException ? "there is no such file" : String.valueOf(e.getMessage());
        return new CheckpointException("Cannot read " + path + ": " + reason + ".", e);
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
