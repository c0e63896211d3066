package io.sluice.deploy.endtoend;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One message of Protocol Buffers, its fields by their numbers: as much of the format as OTLP uses. */
final class WireMessage {
    private final Map<Integer, List<Object>> fields = new HashMap<>();

    private WireMessage() {}

    static WireMessage of(byte[] encoded) {
        WireMessage message = new WireMessage();
        ByteBuffer in = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            int tag = (int) varint(in);
            message.fields
                    .computeIfAbsent(tag >>> 3, field -> new ArrayList<>())
                    .add(value(tag & 7, in));
        }
        return message;
    }

    private static Object value(int wireType, ByteBuffer in) {
        return switch (wireType) {
            case 0 -> varint(in);
            case 1 -> in.getLong();
            case 2 -> {
                byte[] bytes = new byte[(int) varint(in)];
                in.get(bytes);
                yield bytes;
            }
            case 5 -> (long) in.getInt();
            default -> throw new IllegalArgumentException("wire type " + wireType);
        };
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    boolean has(int field) {
        return fields.containsKey(field);
    }

    /** The messages of a repeated field. */
    Stream<WireMessage> messages(int field) {
        return fields.getOrDefault(field, List.of()).stream().map(bytes -> of((byte[]) bytes));
    }

    /** A string or bytes; empty if absent. */
    byte[] bytes(int field) {
        return has(field) ? (byte[]) fields.get(field).get(0) : new byte[0];
    }

    /** 0 if absent. */
    long number(int field) {
        return has(field) ? (long) fields.get(field).get(0) : 0;
    }
}
