package io.sluice.deploy.bench.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.inference.model.VitShape;
import io.sluice.inference.weights.Checkpoint;
import io.sluice.inference.weights.FloatTensor;
import io.sluice.inference.weights.RandomWeights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A checkpoint file of a model so small that only the way of the frames takes time. */
public final class TinyModel {
    /** Classes of its head. */
    public static final int CLASSES = 10;

    private static final VitShape SHAPE = new VitShape(32, 8, 64, 4, 1, 128, CLASSES, 1);

    private TinyModel() {}

    /**
     * Writes its weights, which are untrained, in the format safetensors: size of the header, header, tensors.
     *
     * @param file that is not there yet
     */
    public static Path write(Path file) throws IOException {
        return write(file, new RandomWeights("small", SHAPE, 1));
    }

    /** Writes any weights. */
    static Path write(Path file, Checkpoint weights) throws IOException {
        Map<String, Object> header = new LinkedHashMap<>();
        long end = 0;
        for (String name : weights.names()) {
            FloatTensor tensor = weights.tensor(name);
            long begin = end;
            end += tensor.bytes().remaining();
            header.put(name, Map.of("dtype", "F32", "shape", tensor.sizes(), "data_offsets", List.of(begin, end)));
        }
        byte[] json = new ObjectMapper().writeValueAsString(header).getBytes(UTF_8);
        try (FileChannel to = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            writeAll(
                    to,
                    ByteBuffer.allocate(Long.BYTES)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(0, json.length));
            writeAll(to, ByteBuffer.wrap(json));
            for (String name : weights.names()) {
                writeAll(to, weights.tensor(name).bytes());
            }
        }
        return file;
    }

    private static void writeAll(FileChannel to, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
    }
}
