package io.sluice.inference.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import javax.imageio.ImageIO;

/** Pictures for tests, made and encoded by the JDK: nothing that is under test has a hand in them. */
final class Pictures {
    private Pictures() {}

    /** Left half one colour, right half another, both as 0xrrggbb. */
    static BufferedImage halves(int width, int height, int left, int right) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, x < width / 2 ? left : right);
            }
        }
        return picture;
    }

    /** Fine detail at every place, so that a picture of it is long and each part matters. */
    static BufferedImage detailed(int width, int height) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, (x * 7919 + y * 104_729) & 0xffffff);
            }
        }
        return picture;
    }

    static byte[] encode(BufferedImage picture, String format) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(picture, format, bytes)) {
                throw new IllegalArgumentException("No encoder for " + format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Red, green, blue at a place of a decoded square, as 0xrrggbb. */
    static int pixel(ByteBuffer square, int size, int x, int y) {
        int at = 3 * (y * size + x);
        return (square.get(at) & 0xff) << 16 | (square.get(at + 1) & 0xff) << 8 | (square.get(at + 2) & 0xff);
    }
}
