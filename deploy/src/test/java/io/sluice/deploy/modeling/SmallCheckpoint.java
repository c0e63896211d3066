package io.sluice.deploy.modeling;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.inference.model.VitShape;
import io.sluice.inference.weights.RandomWeights;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An untrained Vision Transformer as a safetensors file, small enough for any test. */
public final class SmallCheckpoint {
    /** Input of 32 x 32, 17 tokens, four blocks of two heads, ten classes. */
    public static final VitShape SHAPE = new VitShape(32, 8, 128, 4, 2, 256, 10, 1);

    private final RandomWeights weights = new RandomWeights("small", SHAPE, 1);
    private final List<String> names = new ArrayList<>(weights.names());

    /** Writes it, without the tensors that are left out. */
    public static Path write(Path file, String... leftOut) throws IOException {
        SmallCheckpoint checkpoint = new SmallCheckpoint();
        checkpoint.names.removeAll(List.of(leftOut));
        return Files.write(file, checkpoint.bytes());
    }

    private byte[] bytes() {
        JsonMapper json = new JsonMapper();
        ObjectNode header = json.createObjectNode();
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (String name : names) {
            ByteBuffer values = weights.tensor(name).bytes();
            ObjectNode tensor = header.putObject(name).put("dtype", "F32");
            tensor.putPOJO("shape", weights.sizes(name));
            tensor.putPOJO("data_offsets", List.of(data.size(), data.size() + values.remaining()));
            byte[] copy = new byte[values.remaining()];
            values.get(copy);
            data.writeBytes(copy);
        }
        byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + text.length + data.size())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .put(data.toByteArray())
                .array();
    }
}
