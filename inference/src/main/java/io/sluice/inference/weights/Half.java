package io.sluice.inference.weights;

/** IEEE 754 binary16, the floats of 16 bits; {@code Float.floatToFloat16} and its inverse came with Java 20. */
final class Half {
    /** Bits of the fraction that a float has more than a half. */
    private static final int FEWER_BITS = 13;

    /** What the exponents of a float are larger by, in place. */
    private static final int REBIAS = 112 << 23;

    /** The least magnitude that rounds to infinity: half a step above the largest half, 65504. */
    private static final float OVERFLOW = 65520f;

    /** Below it halves have a fixed step, 2^-24. */
    private static final float LEAST_NORMAL = 0x1p-14f;

    private Half() {}

    static float toFloat(short half) {
        int exponent = (half >> 10) & 0x1f;
        int fraction = half & 0x3ff;
        float magnitude = switch (exponent) {
            case 0 -> fraction * 0x1p-24f;
            case 31 -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
            default -> Float.intBitsToFloat(((exponent + 112) << 23) | (fraction << 13));
        };
        return half < 0 ? -magnitude : magnitude;
    }

    /** The nearest half; of two as near, the one with an even last bit. */
    static short of(float value) {
        int sign = (Float.floatToRawIntBits(value) >>> 16) & 0x8000;
        return (short) (sign | magnitude(Math.abs(value)));
    }

    private static int magnitude(float value) {
        if (Float.isNaN(value)) {
            return 0x7e00;
        }
        if (value >= OVERFLOW) {
            return 0x7c00;
        }
        if (value < LEAST_NORMAL) {
            return (int) Math.rint(value * 0x1p24);
        }
        int bits = Float.floatToRawIntBits(value) - REBIAS;
        int even = (bits >>> FEWER_BITS) & 1;
        return (bits + (1 << (FEWER_BITS - 1)) - 1 + even) >>> FEWER_BITS;
    }
}
