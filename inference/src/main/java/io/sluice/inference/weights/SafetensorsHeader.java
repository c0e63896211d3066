package io.sluice.inference.weights;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.nio.ByteBuffer;
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
    /** No network has tensors of more; a bound on what their sizes can multiply to. */
    static final int MOST_AXES = 8;

    /** Ten times what a ViT-H with its optimiser's state has. */
    static final int MOST_TENSORS = 100_000;

    private static final String METADATA = "__metadata__";
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

    static SafetensorsHeader read(CheckpointFile file) {
        long fileBytes = file.bytes();
        if (fileBytes < Long.BYTES) {
            throw file.wrong("is cut short: it has " + fileBytes + " bytes, not even a header");
        }
        long length = file.read(0, Long.BYTES).getLong();
        if (length < 2 || length > Math.min(JsonObjects.LONGEST_BYTES, fileBytes - Long.BYTES)) {
            throw file.wrong("is not a safetensors file or is cut short: it claims a header of "
                    + Long.toUnsignedString(length) + " bytes and has " + fileBytes + " bytes in all");
        }
        ByteBuffer json = file.read(Long.BYTES, (int) length);
        return new Reader(file, Long.BYTES + length, fileBytes).read(json);
    }

    private record Reader(CheckpointFile file, long dataStart, long fileBytes) {
        SafetensorsHeader read(ByteBuffer json) {
            Map<String, Entry> entries = new TreeMap<>();
            Map<String, String> metadata = new TreeMap<>();
            for (Map.Entry<String, JsonNode> field :
                    JsonObjects.parse("The header of checkpoint " + file, json).properties()) {
                if (field.getKey().equals(METADATA)) {
                    field.getValue()
                            .properties()
                            .forEach(own ->
                                    metadata.put(own.getKey(), own.getValue().asText()));
                } else {
                    entries.put(field.getKey(), entry(field.getKey(), field.getValue()));
                    requireNotTooMany(entries);
                }
            }
            requireNoGaps(entries);
            return new SafetensorsHeader(entries, metadata);
        }

        private void requireNotTooMany(Map<String, Entry> entries) {
            if (entries.size() > MOST_TENSORS) {
                throw file.wrong("has more than " + MOST_TENSORS + " tensors");
            }
        }

        private Entry entry(String name, JsonNode json) {
            String dtype = json.path("dtype").asText();
            ElementFormat format = ElementFormat.named(dtype)
                    .orElseThrow(() -> file.wrong(name, "has elements of the unknown type '" + dtype + "'"));
            List<Integer> sizes = sizes(name, json.path("shape"));
            JsonNode offsets = json.path("data_offsets");
            if (offsets.size() != 2
                    || !offsets.get(0).canConvertToLong()
                    || !offsets.get(1).canConvertToLong()) {
                throw file.wrong(name, "has no two data offsets but " + offsets);
            }
            long start = offsets.get(0).asLong();
            long end = offsets.get(1).asLong();
            if (start < 0 || end < start || end > fileBytes - dataStart) {
                throw file.wrong(
                        name,
                        "lies at bytes " + start + " to " + end + " of " + (fileBytes - dataStart)
                                + ": the file is cut short or its header is damaged");
            }
            requireLength(name, format, sizes, end - start);
            return new Entry(format, sizes, dataStart + start, end - start);
        }

        private List<Integer> sizes(String name, JsonNode shape) {
            List<Integer> sizes = new ArrayList<>();
            if (shape.size() > MOST_AXES) {
                throw file.wrong(name, "has " + shape.size() + " axes: expected at most " + MOST_AXES);
            }
            for (JsonNode size : shape) {
                if (!size.canConvertToInt() || !size.isIntegralNumber() || size.asInt() < 0) {
                    throw file.wrong(name, "has the impossible shape " + shape);
                }
                sizes.add(size.asInt());
            }
            if (!shape.isArray()) {
                throw file.wrong(name, "has no shape");
            }
            return sizes;
        }

        private void requireLength(String name, ElementFormat format, List<Integer> sizes, long length) {
            BigInteger expected = sizes.stream()
                    .map(BigInteger::valueOf)
                    .reduce(BigInteger.valueOf(format.bytes()), BigInteger::multiply);
            if (!expected.equals(BigInteger.valueOf(length))) {
                throw file.wrong(name, "is " + format + " " + sizes + " but has " + length + " bytes");
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
                    throw file.wrong(
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
    }
}
