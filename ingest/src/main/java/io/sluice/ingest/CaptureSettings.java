package io.sluice.ingest;

import io.sluice.ingest.pacing.Pacing;
import io.sluice.ingest.publish.OverflowPolicy;
import io.sluice.ingest.source.AtEnd;
import java.util.OptionalDouble;

/**
 * How one camera's pictures are taken.
 *
 * @param pacing speed of sources that are not live
 * @param fps frames a second to take at most; for a directory of images also the rate at which it is played; empty for
 *     every frame (a directory: {@value #DEFAULT_IMAGES_PER_SECOND} a second)
 * @param atEnd what follows the end of a file or directory
 * @param shortSide pixels to which the shorter side is brought down; 0 leaves the size; never enlarges
 * @param jpegQuality 1 to 100
 * @param overflow what to do when Kafka is slower than the camera
 */
public record CaptureSettings(
        Pacing pacing, OptionalDouble fps, AtEnd atEnd, int shortSide, int jpegQuality, OverflowPolicy overflow) {
    /** Real time, every frame, once, short side 256, quality 90, nothing shed. */
    public static final CaptureSettings DEFAULT =
            new CaptureSettings(Pacing.MEDIA_CLOCK, OptionalDouble.empty(), AtEnd.STOP, 256, 90, OverflowPolicy.BLOCK);

    static final double DEFAULT_IMAGES_PER_SECOND = 5;

    private static final double MAX_FPS = 1000;
    private static final int MAX_SHORT_SIDE = 8192;

    public CaptureSettings {
        if (fps.isPresent() && !(fps.getAsDouble() > 0 && fps.getAsDouble() <= MAX_FPS)) {
            throw new IngestException("fps is " + fps.getAsDouble() + ": expected above 0, at most 1000.");
        }
        requireBetween("short-side", shortSide, 0, MAX_SHORT_SIDE);
        requireBetween("jpeg-quality", jpegQuality, 1, 100);
    }

    private static void requireBetween(String name, int value, int low, int high) {
        if (value < low || value > high) {
            throw new IngestException(name + " is " + value + ": expected " + low + " to " + high + ".");
        }
    }

    double imagesPerSecond() {
        return fps.orElse(DEFAULT_IMAGES_PER_SECOND);
    }
}
