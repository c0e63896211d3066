package io.sluice.inference.vit;

import io.sluice.inference.weights.FloatTensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Weights rounded to whole numbers of -127 to 127, each output by a scale of its own.
 *
 * @param from inputs
 * @param to outputs
 * @param values {@code [from, to]}, in a direct buffer
 * @param scales {@code [to]}; a weight is its number times its output's scale
 */
record ByteWeights(int from, int to, ByteBuffer values, FloatTensor scales) {
    private static final float LARGEST = 127;

    /**
     * Rounds weights.
     *
     * @param weight {@code [to, from]}
     */
    static ByteWeights of(FloatTensor weight) {
        int to = weight.size(0);
        int from = weight.size(1);
        FloatBuffer floats = weight.floats();
        ByteBuffer values = ByteBuffer.allocateDirect(to * from);
        FloatTensor scales = FloatTensor.filled(List.of(to), target -> {
            for (int output = 0; output < to; output++) {
                float scale = largest(floats, output * from, from) / LARGEST;
                target.put(scale);
                for (int input = 0; input < from; input++) {
                    values.put(input * to + output, (byte) Math.round(floats.get(output * from + input) / scale));
                }
            }
        });
        return new ByteWeights(from, to, values, scales);
    }

    /** Largest magnitude; 1 where all are 0, which any scale gives exactly. */
    private static float largest(FloatBuffer floats, int begin, int count) {
        float largest = 0;
        for (int i = begin; i < begin + count; i++) {
            largest = Math.max(largest, Math.abs(floats.get(i)));
        }
        return largest == 0 ? 1 : largest;
    }
}
