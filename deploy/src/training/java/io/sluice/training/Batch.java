package io.sluice.training;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;

/**
 * Pictures and what is true of them.
 *
 * @param pixels {@code uint8 [batch, side, side, 3]}, red, green, blue
 * @param classes {@code [batch]}
 * @param patches {@code [batch, patches]}: the class for a patch inside the dominant shape, the number of classes for another
 */
record Batch(ByteBuffer pixels, IntBuffer classes, IntBuffer patches) {
    /** Pictures. */
    int size() {
        return classes.remaining();
    }

    /** Height and width of the pictures in pixels. */
    int side() {
        return (int) Math.round(Math.sqrt(pixels.remaining() / 3.0 / size()));
    }
}
