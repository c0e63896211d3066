package io.sluice.deploy;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** A video of a moving square. */
public final class SmallVideo {
    private static final int WIDTH = 96;
    private static final int HEIGHT = 64;
    private static final int SQUARE = 24;

    private SmallVideo() {}

    /**
     * Writes {@code frames} frames of 25 a second as motion JPEG: one picture after the other.
     *
     * @param file whose name ends in {@code .mjpg}
     */
    public static Path write(Path file, int frames) throws IOException {
        try (OutputStream to = Files.newOutputStream(file)) {
            for (int frame = 0; frame < frames; frame++) {
                ImageIO.write(picture(frame), "jpeg", to);
            }
        }
        return file;
    }

    private static BufferedImage picture(int frame) {
        BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = picture.createGraphics();
        pen.setColor(Color.ORANGE);
        pen.fillRect(frame % (WIDTH - SQUARE), (HEIGHT - SQUARE) / 2, SQUARE, SQUARE);
        pen.dispose();
        return picture;
    }
}
