package io.sluice.inference.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.inference.model.Fit;
import io.sluice.inference.model.Interpolation;
import io.sluice.inference.model.Preprocessing;
import java.awt.Color;
import java.nio.ByteBuffer;
import org.assertj.core.data.Offset;

/** A decoder for tests, and the small square that it last decoded to. */
final class DecodedSquare implements AutoCloseable {
    static final int SIZE = 32;
    static final Preprocessing CROP_32_OF_40 = preprocessing(40, Interpolation.BICUBIC);

    private final FrameDecoder decoder = new FrameDecoder(CROP_32_OF_40, DecodeLimits.DEFAULT);
    private final ByteBuffer slot = ByteBuffer.allocateDirect(3 * SIZE * SIZE);

    /** The middle {@link #SIZE} pixels of pictures brought to a short side of {@code resize}. */
    static Preprocessing preprocessing(int resize, Interpolation interpolation) {
        return new Preprocessing(
                Fit.SHORT_SIDE, resize, SIZE, interpolation, Preprocessing.IMAGENET_MEAN, Preprocessing.IMAGENET_STD);
    }

    FrameDecoder decoder() {
        return decoder;
    }

    ByteBuffer slot() {
        return slot;
    }

    Decoded decode(byte[] file) {
        return decoder.decode(ByteBuffer.wrap(file), slot);
    }

    /** Red, green, blue as 0xrrggbb. */
    int pixel(int x, int y) {
        return Pictures.pixel(slot, SIZE, x, y);
    }

    static String reason(Decoded decoded) {
        assertThat(decoded).isInstanceOf(Decoded.Unreadable.class);
        return ((Decoded.Unreadable) decoded).reason();
    }

    static void assertColour(int found, Color expected) {
        Offset<Integer> near = Offset.offset(12);
        assertThat(found >> 16).isCloseTo(expected.getRed(), near);
        assertThat((found >> 8) & 0xff).isCloseTo(expected.getGreen(), near);
        assertThat(found & 0xff).isCloseTo(expected.getBlue(), near);
    }

    @Override
    public void close() {
        decoder.close();
    }
}
