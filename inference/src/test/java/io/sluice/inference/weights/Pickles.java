package io.sluice.inference.weights;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes pickles of protocol 2, operation by operation, as {@code torch.save} does or as an attacker would. */
final class Pickles {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Pickles() {
        raw(0x80, 2);
    }

    Pickles raw(int... values) {
        for (int value : values) {
            bytes.write(value);
        }
        return this;
    }

    Pickles operation(char operation) {
        return raw(operation);
    }

    /** Operations without arguments, one a letter. */
    Pickles operations(String operations) {
        operations.chars().forEach(this::raw);
        return this;
    }

    Pickles text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return operation('X').int32(utf8.length).bytes(utf8);
    }

    Pickles integer(int value) {
        return operation('J').int32(value);
    }

    Pickles global(String module, String name) {
        return operation('c').bytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
    }

    Pickles tuple(int... values) {
        operation('(');
        for (int value : values) {
            integer(value);
        }
        return operation('t');
    }

    /** A tensor, left on the stack. */
    Pickles tensor(String type, String key, int elements, int offset, int[] sizes, int[] strides) {
        global("torch._utils", "_rebuild_tensor_v2").operation('(');
        operation('(')
                .text("storage")
                .global("torch", type)
                .text(key)
                .text("cpu")
                .integer(elements);
        operations("tQ").integer(offset).tuple(sizes).tuple(strides);
        return raw(0x89).global("collections", "OrderedDict").operations(")RtR");
    }

    /** A tensor of one axis that is all of its storage. */
    Pickles vector(String key, int elements) {
        return tensor("FloatStorage", key, elements, 0, new int[] {elements}, new int[] {1});
    }

    Pickles int32(int value) {
        return bytes(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
    }

    Pickles bytes(byte[] more) {
        bytes.writeBytes(more);
        return this;
    }

    /** All of it, with the operation that ends a pickle. */
    byte[] ended() {
        operation('.');
        return bytes.toByteArray();
    }
}
