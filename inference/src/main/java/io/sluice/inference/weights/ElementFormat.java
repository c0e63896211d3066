package io.sluice.inference.weights;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;

/** How safetensors files name and lay out elements; little-endian all of them. */
enum ElementFormat {
    BOOL(1),
    U8(1),
    I8(1),
    F8_E4M3(1),
    F8_E5M2(1),
    I16(2),
    U16(2),
    F16(2) {
        @Override
        float read(ByteBuffer bytes) {
            return Half.toFloat(bytes.getShort());
        }
    },
    BF16(2) {
        @Override
        float read(ByteBuffer bytes) {
            return Float.intBitsToFloat(bytes.getShort() << 16);
        }
    },
    I32(4),
    U32(4),
    F32(4) {
        @Override
        float read(ByteBuffer bytes) {
            return bytes.getFloat();
        }
    },
    I64(8),
    U64(8),
    F64(8) {
        @Override
        float read(ByteBuffer bytes) {
            return (float) bytes.getDouble();
        }
    };

    private final int bytes;

    ElementFormat(int bytes) {
        this.bytes = bytes;
    }

    static Optional<ElementFormat> named(String name) {
        return Arrays.stream(values())
                .filter(format -> format.name().equals(name))
                .findFirst();
    }

    /** Bytes of one element. */
    int bytes() {
        return bytes;
    }

    /** Whether the elements are floats of at most 32 bits, so that nothing is lost by {@link #widen}. */
    boolean widensToFloat() {
        return this == F16 || this == BF16 || this == F32;
    }

    void widen(ByteBuffer from, FloatBuffer to) {
        while (to.hasRemaining()) {
            to.put(read(from));
        }
    }

    float read(ByteBuffer from) {
        throw new UnsupportedOperationException(this + " is no float");
    }
}
