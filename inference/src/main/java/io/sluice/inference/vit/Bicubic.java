package io.sluice.inference.vit;

import io.sluice.inference.weights.FloatTensor;
import java.util.Arrays;
import java.util.List;

/**
 * Bicubic interpolation of a square grid of vectors, as PyTorch does it: corners not aligned, a = -0.75, the border
 * repeated. First along the rows, then along the columns; in 64 bits.
 */
final class Bicubic {
    private static final double A = -0.75;
    private static final int TAPS = 4;

    private Bicubic() {}

    /**
     * A grid of another size.
     *
     * @param grid {@code [from * from, width]}, row by row
     * @return {@code [to * to, width]}
     */
    static FloatTensor resize(FloatTensor grid, int from, int to) {
        int width = grid.size(1);
        double[] values = new double[from * from * width];
        Arrays.setAll(values, grid.floats()::get);
        double[] rows = resizeFirstAxis(values, from, to, from * width);
        double[] resized = new double[to * to * width];
        for (int row = 0; row < to; row++) {
            double[] one = Arrays.copyOfRange(rows, row * from * width, (row + 1) * from * width);
            System.arraycopy(resizeFirstAxis(one, from, to, width), 0, resized, row * to * width, to * width);
        }
        return FloatTensor.filled(List.of(to * to, width), target -> {
            for (double value : resized) {
                target.put((float) value);
            }
        });
    }

    /** {@code [from, inner]} to {@code [to, inner]}. */
    private static double[] resizeFirstAxis(double[] values, int from, int to, int inner) {
        double[] resized = new double[to * inner];
        for (int i = 0; i < to; i++) {
            double position = (i + 0.5) * from / to - 0.5;
            int base = (int) Math.floor(position);
            for (int tap = 0; tap < TAPS; tap++) {
                int source = Math.min(Math.max(base - 1 + tap, 0), from - 1);
                double weight = weight(Math.abs(position - (base - 1 + tap)));
                for (int k = 0; k < inner; k++) {
                    resized[i * inner + k] += weight * values[source * inner + k];
                }
            }
        }
        return resized;
    }

    /** Keys' cubic at a distance of 0 to 2. */
    private static double weight(double x) {
        return x <= 1 ? ((A + 2) * x - (A + 3)) * x * x + 1 : ((A * x - 5 * A) * x + 8 * A) * x - 4 * A;
    }
}
