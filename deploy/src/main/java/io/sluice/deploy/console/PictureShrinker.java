package io.sluice.deploy.console;

import io.sluice.inference.image.DecodeLimits;
import io.sluice.inference.image.Decoded;
import io.sluice.inference.image.FrameDecoder;
import io.sluice.inference.image.PictureClaim;
import io.sluice.inference.image.PictureFormat;
import io.sluice.inference.model.Fit;
import io.sluice.inference.model.Interpolation;
import io.sluice.inference.model.Preprocessing;
import io.sluice.schemas.Frame;
import io.sluice.schemas.ImageEncoding;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.AffineTransformOp;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import javax.imageio.ImageIO;

/**
 * Makes what a browser shows of a frame. Small JPEG and PNG files are passed on as they are; others are decoded as inference
 * decodes them, with its guards against pictures that are made to hurt, and come out as JPEG of {@value #WIDTH} pixels at most.
 * For one thread at a time.
 */
final class PictureShrinker implements AutoCloseable {
    static final int WIDTH = 640;

    /** Few bytes can hold many pixels, which a browser would have to find room for. */
    private static final DecodeLimits SMALL = new DecodeLimits(96 << 10, 2 << 20);

    private static final int SIDE = 448;
    private static final int CHANNELS = 3;
    /** Any proportion; what is longer is shown stretched. */
    private static final double LONGEST = 4;

    private final FrameDecoder decoder = new FrameDecoder(
            new Preprocessing(
                    Fit.STRETCH,
                    SIDE,
                    SIDE,
                    Interpolation.BILINEAR,
                    Preprocessing.IMAGENET_MEAN,
                    Preprocessing.IMAGENET_STD),
            DecodeLimits.DEFAULT);

    private final ByteBuffer square = ByteBuffer.allocateDirect(SIDE * SIDE * CHANNELS);

    /** What to show of {@code frame}; empty if it is no picture. */
    Optional<Picture> picture(Frame frame) {
        ByteBuffer image = frame.getImage();
        if (frame.getEncoding() != ImageEncoding.RGB24 && claim(frame).isTrueOf(image, SMALL)) {
            return Optional.of(new Picture(contentType(frame), image));
        }
        return decode(frame) instanceof Decoded.Ready
                ? Optional.of(new Picture("image/jpeg", jpeg(frame)))
                : Optional.empty();
    }

    private static PictureClaim claim(Frame frame) {
        PictureFormat format = frame.getEncoding() == ImageEncoding.PNG ? PictureFormat.PNG : PictureFormat.JPEG;
        return new PictureClaim(format, frame.getWidth(), frame.getHeight());
    }

    private static String contentType(Frame frame) {
        return frame.getEncoding() == ImageEncoding.PNG ? "image/png" : "image/jpeg";
    }

    private Decoded decode(Frame frame) {
        return frame.getEncoding() == ImageEncoding.RGB24
                ? decoder.decodeRgb24(frame.getImage(), frame.getWidth(), frame.getHeight(), square)
                : decoder.decode(frame.getImage(), claim(frame), square);
    }

    private ByteBuffer jpeg(Frame frame) {
        int width = frame.getWidth();
        int height = frame.getHeight();
        double proportion = Math.max(1 / LONGEST, Math.min(LONGEST, (double) width / Math.max(1, height)));
        int shownWidth = Math.max(1, Math.min(Math.min(WIDTH, width), (int) (WIDTH * proportion)));
        int shownHeight = Math.max(1, (int) Math.round(shownWidth / proportion));
        AffineTransform scale =
                AffineTransform.getScaleInstance((double) shownWidth / SIDE, (double) shownHeight / SIDE);
        BufferedImage shown = new BufferedImage(shownWidth, shownHeight, BufferedImage.TYPE_INT_RGB);
        RenderingHints smooth =
                new RenderingHints(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        return encoded(new AffineTransformOp(scale, smooth).filter(pixels(), shown));
    }

    private BufferedImage pixels() {
        BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        for (int at = 0; at < SIDE * SIDE; at++) {
            int red = square.get(at * CHANNELS) & 0xFF;
            int green = square.get(at * CHANNELS + 1) & 0xFF;
            int blue = square.get(at * CHANNELS + 2) & 0xFF;
            picture.setRGB(at % SIDE, at / SIDE, red << 16 | green << 8 | blue);
        }
        return picture;
    }

    private static ByteBuffer encoded(BufferedImage picture) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "jpg", file);
            return ByteBuffer.wrap(file.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        decoder.close();
    }
}
