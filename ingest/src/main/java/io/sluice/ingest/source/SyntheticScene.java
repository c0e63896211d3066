package io.sluice.ingest.source;

import java.util.Arrays;
import java.util.List;

/**
 * A scene whose truth is known: coloured shapes move before changing backgrounds, and the one that is by far the largest
 * is the class of the frame. Everything follows from the seed and the number of the frame, so that any frame can be drawn
 * or judged without the ones before it. It is meant as a real task for a small classifier: place, size, turn, stretch,
 * colours, backdrop, small shapes of other classes, strokes across, brightness, blur and noise all vary.
 *
 * <p>The scene is cut into episodes of {@value #EPISODE_FRAMES} frames; within one, class and backdrop stay and things
 * move. The dominant shape drifts about the middle of the picture and sways; what is around it roams and spins.
 *
 * @param seed which of all scenes
 * @param width of the picture in pixels
 * @param height of the picture in pixels
 */
public record SyntheticScene(long seed, int width, int height) {
    public static final int DEFAULT_WIDTH = 320;
    public static final int DEFAULT_HEIGHT = 256;

    /** Frames with the same class and backdrop: a second and a half at 30 frames a second. */
    public static final int EPISODE_FRAMES = 45;

    private static final int MIN_SIDE = 32;
    private static final int MAX_SIDE = 4096;
    private static final List<String> CLASS_NAMES =
            Arrays.stream(Shape.values()).map(Shape::className).toList();

    public SyntheticScene {
        if (Math.min(width, height) < MIN_SIDE || Math.max(width, height) > MAX_SIDE) {
            throw new IllegalArgumentException("Synthetic scene of " + width + "x" + height
                    + " pixels: expected sides from " + MIN_SIDE + " to " + MAX_SIDE + ".");
        }
    }

    /** The classes, in the order of their indices. */
    public static List<String> classNames() {
        return CLASS_NAMES;
    }

    /**
     * The class of a frame, an index into {@link #classNames()}. For a camera that plays the scene and does not resample
     * it, the frame's number is {@code Frame.sequence}.
     *
     * @param frame from 0
     */
    public int truth(long frame) {
        return CLASS_NAMES.indexOf(episode(frame).dominant().shape().className());
    }

    Episode episode(long frame) {
        return Episode.of(this, Math.floorDiv(frame, EPISODE_FRAMES));
    }

    /** Where in its episode a frame is, from 0 to 1. */
    static double timeInEpisode(long frame) {
        return Math.floorMod(frame, EPISODE_FRAMES) / (double) EPISODE_FRAMES;
    }
}
