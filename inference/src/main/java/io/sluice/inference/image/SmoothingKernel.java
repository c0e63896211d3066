package io.sluice.inference.image;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;

import io.sluice.inference.model.Interpolation;
import java.nio.FloatBuffer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * An interpolation kernel h widened by the factor f by which a picture shrinks: h(i / f) at the whole pixels i where it is
 * not zero, scaled to a sum of one. At f = 1 it is a single one, so that the step to enlarging is smooth. The last factor's
 * kernel is kept: cameras seldom change their size.
 */
final class SmoothingKernel implements AutoCloseable {
    /** Pillow's and PyTorch's choice for antialiased bicubic resizing. */
    private static final double CUBIC_A = -0.5;

    private final Interpolation interpolation;
    private Mat taps = new Mat();
    private double factor;

    SmoothingKernel(Interpolation interpolation) {
        this.interpolation = interpolation;
    }

    /** The kernel as a row of float32; valid until the next call. */
    Mat forFactor(double shrinkFactor) {
        double widened = Math.max(1, shrinkFactor);
        if (widened != factor) {
            taps.close();
            taps = taps(widened);
            factor = widened;
        }
        return taps;
    }

    private Mat taps(double factor) {
        int radius = (int) Math.ceil(support() * factor) - 1;
        double sum = 0;
        for (int i = -radius; i <= radius; i++) {
            sum += weight(i / factor);
        }
        Mat kernel = new Mat(1, 2 * radius + 1, CV_32F);
        FloatBuffer values = kernel.createBuffer();
        for (int i = -radius; i <= radius; i++) {
            values.put((float) (weight(i / factor) / sum));
        }
        return kernel;
    }

    /** Distance from which on {@link #weight} is zero. */
    private int support() {
        return interpolation == Interpolation.BICUBIC ? 2 : 1;
    }

    private double weight(double distance) {
        double x = Math.abs(distance);
        return interpolation == Interpolation.BICUBIC ? cubic(x) : Math.max(0, 1 - x);
    }

    /** Keys' cubic convolution. */
    private static double cubic(double x) {
        if (x < 1) {
            return ((CUBIC_A + 2) * x - (CUBIC_A + 3)) * x * x + 1;
        }
        return x < 2 ? (((x - 5) * x + 8) * x - 4) * CUBIC_A : 0;
    }

    @Override
    public void close() {
        taps.close();
    }
}
