package io.sluice.training;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.BitSet;
import java.util.SplittableRandom;

/** A square picture and what is true of it. */
final class Picture {
    private static final int RGB = 3;

    private final byte[] pixels;
    private final int shape;
    private final BitSet inside;

    /**
     * @param pixels {@code uint8 [side, side, 3]}, red, green, blue; not copied
     * @param shape the class
     * @param inside patches of which the dominant shape covers half or more, row by row
     */
    Picture(byte[] pixels, int shape, BitSet inside) {
        this.pixels = pixels;
        this.shape = shape;
        this.inside = inside;
    }

    /** How many bytes {@link #putPixels} writes. */
    int bytes() {
        return pixels.length;
    }

    /** The class. */
    int shape() {
        return shape;
    }

    /** Writes the pixels with colours exchanged and some inverted, at random: the shape is the same still. */
    void putPixels(ByteBuffer target, SplittableRandom random) {
        int[] colours = colours(random.nextInt(6));
        int inverted = random.nextInt(8);
        for (int i = 0; i < pixels.length; i++) {
            int colour = i % RGB;
            byte value = pixels[i - colour + colours[colour]];
            target.put((inverted >> colour & 1) == 0 ? value : (byte) ~value);
        }
    }

    /** Writes the class for every patch inside the shape, {@code none} for the others. */
    void putPatches(IntBuffer target, int patches, int none) {
        for (int i = 0; i < patches; i++) {
            target.put(inside.get(i) ? shape : none);
        }
    }

    /** One of the six orders of three. */
    private static int[] colours(int order) {
        int first = order % RGB;
        int second = (first + 1 + order / RGB) % RGB;
        return new int[] {first, second, RGB - first - second};
    }
}
