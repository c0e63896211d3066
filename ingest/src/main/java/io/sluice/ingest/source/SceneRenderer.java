package io.sluice.ingest.source;

import static org.bytedeco.opencv.global.opencv_core.CV_64F;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.addWeighted;
import static org.bytedeco.opencv.global.opencv_imgproc.GaussianBlur;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_NEAREST;
import static org.bytedeco.opencv.global.opencv_imgproc.LINE_AA;
import static org.bytedeco.opencv.global.opencv_imgproc.fillPoly;
import static org.bytedeco.opencv.global.opencv_imgproc.line;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.RNG;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** Draws the frames of a {@link SyntheticScene}, in any order. Belongs to one thread; its buffers are used again. */
public final class SceneRenderer implements AutoCloseable {
    /** Corners are given to OpenCV in sixteenths of a pixel, or slow shapes would jerk. */
    private static final int SUBPIXEL_BITS = 4;

    /** How far the noise is shifted between frames, in pixels, in either direction. */
    private static final int NOISE_SHIFTS = 64;

    private static final int NOISE_MEAN = 128;
    private static final double NOISE_DEVIATION = 32;
    private static final int MAX_CORNERS = 128;

    private final SyntheticScene scene;
    private final Mat backdrop;
    private final Mat picture;
    private final Mat noise;
    private final Point corners = new Point(MAX_CORNERS);
    private final IntBuffer cornerValues = corners.asByteBuffer().asIntBuffer();
    private final Point origin = new Point(0, 0);
    private Episode painted;

    /** A renderer; holds about three pictures in native memory. */
    public SceneRenderer(SyntheticScene scene) {
        this.scene = scene;
        backdrop = new Mat(scene.height(), scene.width(), CV_8UC3);
        picture = new Mat(scene.height(), scene.width(), CV_8UC3);
        noise = new Mat(scene.height() + NOISE_SHIFTS, scene.width() + NOISE_SHIFTS, CV_8UC3);
        fillWithNoise();
    }

    private void fillWithNoise() {
        try (RNG generator = new RNG(scene.seed());
                Mat mean = new Mat(1, 1, CV_64F, Scalar.all(NOISE_MEAN));
                Mat deviation = new Mat(1, 1, CV_64F, Scalar.all(NOISE_DEVIATION))) {
            generator._fill(noise, RNG.NORMAL, mean, deviation);
        }
    }

    /**
     * Draws one frame.
     *
     * @param frame number of the frame, from 0
     * @return {@code uint8 [height, width, 3]}, blue first; overwritten by the next call
     */
    public Mat draw(long frame) {
        Episode episode = scene.episode(frame);
        if (!episode.equals(painted)) {
            paint(episode.backdrop());
            painted = episode;
        }
        backdrop.copyTo(picture);
        double time = SyntheticScene.timeInEpisode(frame);
        episode.clutter().forEach(body -> draw(body, time));
        draw(episode.dominant(), time);
        episode.strokes().forEach(this::draw);
        apply(episode.optics(), frame);
        return picture;
    }

    /**
     * Draws where the dominant shape of a frame is, as if nothing were before it.
     *
     * @param frame number of the frame, from 0
     * @return {@code uint8 [height, width, 3]}, white inside the shape and black outside; overwritten by the next call
     */
    public Mat drawTruth(long frame) {
        Episode.Body dominant = scene.episode(frame).dominant();
        try (Mat black = new Mat(scene.height(), scene.width(), CV_8UC3, Scalar.BLACK)) {
            black.copyTo(picture);
        }
        draw(new Episode.Body(dominant.shape(), Colour.WHITE, dominant.motion()), SyntheticScene.timeInEpisode(frame));
        return picture;
    }

    private void paint(Episode.Backdrop patches) {
        try (Mat small = new Mat(patches.rows(), patches.columns(), CV_8UC3);
                Size size = new Size(scene.width(), scene.height())) {
            fill(small.createBuffer(), patches.colours());
            resize(
                    small,
                    backdrop,
                    size,
                    0,
                    0,
                    patches.edges() == Episode.Backdrop.Edges.HARD ? INTER_NEAREST : INTER_LINEAR);
        }
    }

    private static void fill(ByteBuffer pixels, List<Colour> colours) {
        for (Colour colour : colours) {
            pixels.put((byte) colour.blue()).put((byte) colour.green()).put((byte) colour.red());
        }
    }

    private void draw(Episode.Body body, double time) {
        place(body.shape(), body.motion(), time);
        try (Scalar colour = scalar(body.colour())) {
            fillPoly(picture, corners, new int[] {body.shape().corners()}, 1, colour, LINE_AA, SUBPIXEL_BITS, origin);
        }
    }

    private void place(Shape shape, Motion motion, double time) {
        double unit = (1 << SUBPIXEL_BITS) * motion.radiusAt(time);
        double cosine = unit * StrictMath.cos(motion.angleAt(time));
        double sine = unit * StrictMath.sin(motion.angleAt(time));
        double x = motion.xAt(time) * (1 << SUBPIXEL_BITS);
        double y = motion.yAt(time) * (1 << SUBPIXEL_BITS);
        for (int i = 0; i < shape.corners(); i++) {
            double along = shape.x(i) * motion.aspect();
            cornerValues.put(2 * i, (int) Math.round(x + along * cosine - shape.y(i) * sine));
            cornerValues.put(2 * i + 1, (int) Math.round(y + along * sine + shape.y(i) * cosine));
        }
    }

    private void draw(Episode.Stroke stroke) {
        try (Point from = new Point(stroke.x1(), stroke.y1());
                Point to = new Point(stroke.x2(), stroke.y2());
                Scalar colour = scalar(stroke.colour())) {
            line(picture, from, to, colour, stroke.thickness(), LINE_AA, 0);
        }
    }

    private void apply(Episode.Optics optics, long frame) {
        if (optics.blur() > 0) {
            try (Size kernel = new Size(0, 0)) {
                GaussianBlur(picture, picture, kernel, optics.blur());
            }
        }
        double weight = optics.noise() / NOISE_DEVIATION;
        int shiftX = (int) Math.floorMod(frame * 37, (long) NOISE_SHIFTS);
        int shiftY = (int) Math.floorMod(frame * 23 + 11, (long) NOISE_SHIFTS);
        try (Rect window = new Rect(shiftX, shiftY, scene.width(), scene.height());
                Mat shifted = new Mat(noise, window)) {
            addWeighted(picture, optics.gain(), shifted, weight, -NOISE_MEAN * weight, picture);
        }
    }

    private static Scalar scalar(Colour colour) {
        return new Scalar(colour.blue(), colour.green(), colour.red(), 0);
    }

    @Override
    public void close() {
        backdrop.close();
        picture.close();
        noise.close();
        corners.close();
        origin.close();
    }
}
