package io.sluice.inference.weights;

import io.sluice.inference.model.ModelId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A file in the safetensors format: 8 bytes little-endian length of the header, the header in JSON (name to element
 * format, sizes and place), then the tensors without a gap. Tensors are mapped, not read.
 */
public final class Safetensors implements Checkpoint {
    private static final String ENDING = ".safetensors";
    private static final int HASHED_AT_ONCE_BYTES = 1 << 20;

    private final Path file;
    private final ModelId id;
    private final SafetensorsHeader header;

    private Safetensors(Path file, ModelId id, SafetensorsHeader header) {
        this.file = file;
        this.id = id;
        this.header = header;
    }

    /**
     * Opens a file and checks its header against its length.
     *
     * @throws CheckpointException where the file cannot be read or is not what the format asks for
     */
    public static Safetensors open(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            SafetensorsHeader header = SafetensorsHeader.read(file, channel);
            return new Safetensors(file, new ModelId(name(file), sha256(channel)), header);
        } catch (IOException e) {
            throw new CheckpointException("Cannot read " + file + ": " + reason(e) + ".", e);
        }
    }

    private static String reason(IOException e) {
        return e instanceof NoSuchFileException ? "there is no such file" : String.valueOf(e.getMessage());
    }

    private static String name(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
    }

    private static String sha256(FileChannel channel) throws IOException {
        MessageDigest digest = newSha256();
        ByteBuffer buffer = ByteBuffer.allocate(HASHED_AT_ONCE_BYTES);
        channel.position(0);
        while (channel.read(buffer.clear()) >= 0) {
            digest.update(buffer.flip());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    @Override
    public ModelId id() {
        return id;
    }

    @Override
    public Set<String> names() {
        return header.entries().keySet();
    }

    @Override
    public Map<String, String> metadata() {
        return header.metadata();
    }

    @Override
    public FloatTensor tensor(String name) {
        SafetensorsHeader.Entry entry = entry(name);
        if (!entry.format().widensToFloat()) {
            throw new CheckpointException("Tensor '" + name + "' of " + file + " has elements of type " + entry.format()
                    + ": expected F32, F16 or BF16.");
        }
        ByteBuffer bytes = map(entry);
        return entry.format() == ElementFormat.F32
                ? new FloatTensor(entry.sizes(), bytes)
                : FloatTensor.filled(entry.sizes(), target -> entry.format().widen(bytes, target));
    }

    @Override
    public String type(String name) {
        return entry(name).format().name();
    }

    @Override
    public List<Integer> sizes(String name) {
        return entry(name).sizes();
    }

    /** Values of a tensor of 64-bit floats. */
    public double[] doubles(String name) {
        SafetensorsHeader.Entry entry = entry(name);
        if (entry.format() != ElementFormat.F64) {
            throw new CheckpointException(
                    "Tensor '" + name + "' of " + file + " has elements of type " + entry.format() + ": expected F64.");
        }
        double[] values = new double[Math.toIntExact(FloatTensor.elements(entry.sizes()))];
        map(entry).asDoubleBuffer().get(values);
        return values;
    }

    private SafetensorsHeader.Entry entry(String name) {
        SafetensorsHeader.Entry entry = header.entries().get(name);
        if (entry == null) {
            throw new CheckpointException("Checkpoint " + file + " has no tensor '" + name + "'.");
        }
        return entry;
    }

    private ByteBuffer map(SafetensorsHeader.Entry entry) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, entry.position(), entry.length())
                    .order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new CheckpointException("Cannot read " + file + ": " + reason(e) + ".", e);
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
