package io.sluice.training;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;

/** Writes tensors as 16-bit floats in the safetensors format. */
final class SafetensorsFile {
    private static final int BYTES = Short.BYTES;

    private SafetensorsFile() {}

    /** Writes a file, in place of an older one. */
    static void write(Path file, SortedMap<String, NDArray> tensors, Map<String, String> metadata) throws IOException {
        byte[] header = header(tensors, metadata);
        int size = tensors.values().stream()
                .mapToInt(tensor -> Math.toIntExact(BYTES * tensor.size()))
                .sum();
        ByteBuffer content =
                ByteBuffer.allocate(Long.BYTES + header.length + size).order(ByteOrder.LITTLE_ENDIAN);
        content.putLong(header.length).put(header);
        tensors.values().forEach(tensor -> put(tensor, content));
        Files.write(file, content.array());
    }

    private static byte[] header(SortedMap<String, NDArray> tensors, Map<String, String> metadata) {
        ObjectNode header = new JsonMapper().createObjectNode();
        ObjectNode about = header.putObject("__metadata__");
        metadata.forEach(about::put);
        long begin = 0;
        for (Map.Entry<String, NDArray> tensor : tensors.entrySet()) {
            long end = begin + BYTES * tensor.getValue().size();
            ObjectNode entry = header.putObject(tensor.getKey()).put("dtype", "F16");
            for (long axis : tensor.getValue().getShape().getShape()) {
                entry.withArray("shape").add(axis);
            }
            entry.putArray("data_offsets").add(begin).add(end);
            begin = end;
        }
        String text = header.toString();
        return (text + " ".repeat(-text.length() & 7)).getBytes(StandardCharsets.UTF_8);
    }

    private static void put(NDArray tensor, ByteBuffer content) {
        for (float value : tensor.toFloatArray()) {
            content.putShort(Half.of(value));
        }
    }
}
