package io.sluice.inference.weights;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a safetensors file says is in it, checked against the file's length.
 *
 * @param entries tensors by name
 * @param metadata the file's {@code __metadata__}
 */
record SafetensorsHeader(Map<String, Entry> entries, Map<String, String> metadata) {
    /** The format's own limit. */
    private static final long LONGEST_BYTES = 100_000_000;

    private static final String METADATA = "__metadata__";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * One tensor.
     *
     * @param format of its elements
     * @param sizes of its axes
     * @param position in the file, bytes
     * @param length in the file, bytes
     */
    record Entry(ElementFormat format, List<Integer> sizes, long position, long length) {}

    SafetensorsHeader {
        entries = Collections.unmodifiableMap(new TreeMap<>(entries));
        metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
    }

    static SafetensorsHeader read(Path file, FileChannel channel) throws IOException {
        long fileBytes = channel.size();
        if (fileBytes < Long.BYTES) {
            throw new CheckpointException(
                    "Checkpoint " + file + " is cut short: it has " + fileBytes + " bytes, not even a header.");
        }
        long length = bytes(file, channel, 0, Long.BYTES).getLong();
        if (length < 2 || length > Math.min(LONGEST_BYTES, fileBytes - Long.BYTES)) {
            throw new CheckpointException("Checkpoint " + file + " is not a safetensors file or is cut short: it claims"
                    + " a header of " + Long.toUnsignedString(length) + " bytes and has " + fileBytes
                    + " bytes in all.");
        }
        ByteBuffer json = bytes(file, channel, Long.BYTES, (int) length);
        return new Reader(file, Long.BYTES + length, fileBytes).read(json);
    }

    private static ByteBuffer bytes(Path file, FileChannel channel, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new CheckpointException("Checkpoint " + file + " became shorter while it was read.");
            }
        }
        return bytes.flip();
    }

    private record Reader(Path file, long dataStart, long fileBytes) {
        SafetensorsHeader read(ByteBuffer json) {
            Map<String, Entry> entries = new TreeMap<>();
            Map<String, String> metadata = new TreeMap<>();
            for (Map.Entry<String, JsonNode> field : parse(json).properties()) {
                if (field.getKey().equals(METADATA)) {
                    field.getValue()
                            .properties()
                            .forEach(own ->
                                    metadata.put(own.getKey(), own.getValue().asText()));
                } else {
                    entries.put(field.getKey(), entry(field.getKey(), field.getValue()));
                }
            }
            requireNoGaps(entries);
            return new SafetensorsHeader(entries, metadata);
        }

        private JsonNode parse(ByteBuffer json) {
            try {
                JsonNode header =
                        JSON.readTree(StandardCharsets.UTF_8.decode(json).toString());
                if (header.isObject()) {
                    return header;
                }
            } catch (JsonProcessingException e) {
                throw new CheckpointException(
                        "The header of checkpoint " + file + " is not JSON: " + e.getOriginalMessage() + ".", e);
            }
            throw new CheckpointException("The header of checkpoint " + file + " is not a JSON object.");
        }

        private Entry entry(String name, JsonNode json) {
            String dtype = json.path("dtype").asText();
            ElementFormat format = ElementFormat.named(dtype)
                    .orElseThrow(() -> wrong(name, "has elements of the unknown type '" + dtype + "'"));
            List<Integer> sizes = sizes(name, json.path("shape"));
            JsonNode offsets = json.path("data_offsets");
            if (offsets.size() != 2
                    || !offsets.get(0).canConvertToLong()
                    || !offsets.get(1).canConvertToLong()) {
                throw wrong(name, "has no two data offsets but " + offsets);
            }
            long start = offsets.get(0).asLong();
            long end = offsets.get(1).asLong();
            if (start < 0 || end < start || end > fileBytes - dataStart) {
                throw wrong(
                        name,
                        "lies at bytes " + start + " to " + end + " of " + (fileBytes - dataStart)
                                + ": the file is cut short or its header is damaged");
            }
            requireLength(name, format, sizes, end - start);
            return new Entry(format, sizes, dataStart + start, end - start);
        }

        private List<Integer> sizes(String name, JsonNode shape) {
            List<Integer> sizes = new ArrayList<>();
            for (JsonNode size : shape) {
                if (!size.canConvertToInt() || !size.isIntegralNumber() || size.asInt() < 0) {
                    throw wrong(name, "has the impossible shape " + shape);
                }
                sizes.add(size.asInt());
            }
            if (!shape.isArray()) {
                throw wrong(name, "has no shape");
            }
            return sizes;
        }

        private void requireLength(String name, ElementFormat format, List<Integer> sizes, long length) {
            BigInteger expected = sizes.stream()
                    .map(BigInteger::valueOf)
                    .reduce(BigInteger.valueOf(format.bytes()), BigInteger::multiply);
            if (!expected.equals(BigInteger.valueOf(length))) {
                throw wrong(name, "is " + format + " " + sizes + " but has " + length + " bytes");
            }
        }

        private void requireNoGaps(Map<String, Entry> entries) {
            long end = dataStart;
            List<Map.Entry<String, Entry>> inOrder = entries.entrySet().stream()
                    .sorted(Map.Entry.comparingByValue(
                            Comparator.comparingLong(Entry::position).thenComparingLong(Entry::length)))
                    .toList();
            for (Map.Entry<String, Entry> tensor : inOrder) {
                if (tensor.getValue().position() != end) {
                    throw wrong(
                            tensor.getKey(),
                            "overlaps its neighbour or leaves a gap: it starts at byte "
                                    + tensor.getValue().position() + ", expected " + end);
                }
                end += tensor.getValue().length();
            }
            if (end != fileBytes) {
                throw new CheckpointException("Checkpoint " + file + " has " + (fileBytes - end)
                        + " bytes behind its last tensor: expected none.");
            }
        }

        private CheckpointException wrong(String name, String what) {
            return new CheckpointException("Tensor '" + name + "' of checkpoint " + file + " " + what + ".");
        }
    }
}
