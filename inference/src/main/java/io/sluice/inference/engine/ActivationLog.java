package io.sluice.inference.engine;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** The values that one operand took: how often, and the largest magnitude of each channel. */
final class ActivationLog {
    private final Histogram histogram = new Histogram();
    private final float[] peaks;

    ActivationLog(int channels) {
        peaks = new float[channels];
    }

    /**
     * Adds values {@code [..., channels]}.
     *
     * @throws EngineException where one is not a finite number
     */
    void add(FloatBuffer values) {
        histogram.add(values);
        FloatBuffer view = values.duplicate();
        for (int i = 0; view.hasRemaining(); i++) {
            int channel = i % peaks.length;
            peaks[channel] = Math.max(peaks[channel], Math.abs(view.get()));
        }
    }

    Histogram histogram() {
        return histogram;
    }

    List<Float> peaks() {
        List<Float> list = new ArrayList<>();
        for (float peak : peaks) {
            list.add(peak);
        }
        return list;
    }
}
