package io.sluice.inference.reference;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.inference.weights.FloatTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes checkpoints for tests. */
public final class SafetensorsFile {
    private SafetensorsFile() {}

    /** Writes tensors of 32-bit floats into a new file. */
    public static Path write(Path file, Map<String, FloatTensor> tensors) throws IOException {
        List<String> entries = new ArrayList<>();
        long offset = 0;
        for (Map.Entry<String, FloatTensor> tensor : tensors.entrySet()) {
            long end = offset + tensor.getValue().bytes().remaining();
            entries.add("\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                    .formatted(tensor.getKey(), tensor.getValue().sizes(), offset, end));
            offset = end;
        }
        byte[] header = ("{" + String.join(",", entries) + "}").getBytes(UTF_8);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(header.length)
                    .flip());
            channel.write(ByteBuffer.wrap(header));
            for (FloatTensor tensor : tensors.values()) {
                channel.write(tensor.bytes());
            }
        }
        return file;
    }
}
