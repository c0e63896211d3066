package io.sluice.training;

/** 16-bit floats, which Java has since version 20. */
final class Half {
    private static final int SIGN = 0x8000;
    private static final float LARGEST = 65504;
    private static final float SMALLEST_NORMAL = 0x1p-14f;
    private static final float STEP_BELOW_NORMAL = 0x1p-24f;

    private Half() {}

    /**
     * The nearest, ties to even.
     *
     * @throws IllegalArgumentException where there is none near
     */
    static short of(float value) {
        float size = Math.abs(value);
        if (!(size <= LARGEST)) {
            throw new IllegalArgumentException("Expected a number of 16 bits, found " + value + ".");
        }
        int sign = (Float.floatToRawIntBits(value) >>> 16) & SIGN;
        if (size < SMALLEST_NORMAL) {
            return (short) (sign | (int) Math.rint(size / STEP_BELOW_NORMAL));
        }
        int bits = Float.floatToRawIntBits(size);
        int rounded = bits + 0xfff + ((bits >>> 13) & 1);
        return (short) (sign | (rounded >>> 13) - ((127 - 15) << 10));
    }
}
