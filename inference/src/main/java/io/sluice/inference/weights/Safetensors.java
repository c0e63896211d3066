package io.sluice.inference.weights;

import io.sluice.inference.model.ModelId;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A file in the safetensors format: 8 bytes little-endian length of the header, the header in JSON (name to element
 * format, sizes and place), then the tensors without a gap. Tensors are mapped, not read.
 */
public final class Safetensors implements Checkpoint {
    private final CheckpointFile file;
    private final ModelId id;
    private final CheckpointConfig config;
    private final SafetensorsHeader header;
    private final MappedFile mapped;

    private Safetensors(CheckpointFile file, ModelId id, SafetensorsHeader header) {
        this.file = file;
        this.id = id;
        this.config = CheckpointConfig.beside(file.path());
        this.header = header;
        this.mapped = new MappedFile(file);
    }

    /**
     * Opens a file and checks its header against its length.
     *
     * @throws CheckpointException where the file cannot be read or is not what the format asks for
     */
    public static Safetensors open(Path path) {
        CheckpointFile file = CheckpointFile.of(path);
        SafetensorsHeader header = SafetensorsHeader.read(file);
        return new Safetensors(file, file.id(), header);
    }

    @Override
    public ModelId id() {
        return id;
    }

    @Override
    public CheckpointConfig config() {
        return config;
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
        file.requireFloats(name, entry.format(), entry.sizes());
        ByteBuffer bytes = mapped.part(entry.position(), entry.length());
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
            throw file.wrong(name, "has elements of type " + entry.format() + ": expected F64");
        }
        double[] values = new double[Math.toIntExact(FloatTensor.elements(entry.sizes()))];
        mapped.part(entry.position(), entry.length()).asDoubleBuffer().get(values);
        return values;
    }

    private SafetensorsHeader.Entry entry(String name) {
        SafetensorsHeader.Entry entry = header.entries().get(name);
        if (entry == null) {
            throw file.wrong("has no tensor '" + name + "'");
        }
        return entry;
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
