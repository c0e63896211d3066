package io.sluice.deploy.modeling;

import io.sluice.deploy.IoReason;
import io.sluice.inference.image.DecodeLimits;
import io.sluice.inference.image.Decoded;
import io.sluice.inference.image.FrameDecoder;
import io.sluice.inference.model.Preprocessing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads and decodes picture files as one kind of model takes them. For one thread at a time. */
public final class PictureReader implements AutoCloseable {
    private final DecodeLimits limits = DecodeLimits.DEFAULT;
    private final FrameDecoder decoder;

    /** For models with this preprocessing. */
    public PictureReader(Preprocessing preprocessing) {
        decoder = new FrameDecoder(preprocessing, limits);
    }

    /**
     * Decodes a JPEG or PNG file.
     *
     * @param slot {@code uint8 [inputSize, inputSize, 3]}, from position to limit
     */
    public Decoded read(Path file, ByteBuffer slot) {
        try {
            return decoder.decode(bytes(file, limits), slot);
        } catch (IOException e) {
            return new Decoded.Unreadable(IoReason.of(e));
        }
    }

    /**
     * A file, never more than what a decoder would take.
     *
     * @throws IOException also where it is larger
     */
    public static ByteBuffer bytes(Path file, DecodeLimits limits) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            if (channel.size() > limits.maxEncodedBytes()) {
                throw new IOException("The file has " + channel.size() + " bytes, more than the "
                        + limits.maxEncodedBytes() + " allowed");
            }
        }
        return ByteBuffer.wrap(Files.readAllBytes(file));
    }

    @Override
    public void close() {
        decoder.close();
    }
}
