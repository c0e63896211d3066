package io.sluice.inference.engine;

import java.nio.FloatBuffer;

/**
 * The answers of one run, {@code float32 [frames, classes]}: a view of the buffer of the {@link Lane} that ran, valid until
 * its next run.
 */
public final class Logits {
    private final FloatBuffer values;
    private final int frames;
    private final int classes;

    /**
     * A view.
     *
     * @param values {@code [frames, classes]}, from 0 to capacity
     */
    Logits(FloatBuffer values, int frames, int classes) {
        this.values = values;
        this.frames = frames;
        this.classes = classes;
    }

    /** Frames that were run. */
    public int frames() {
        return frames;
    }

    /** Classes of the model. */
    public int classes() {
        return classes;
    }

    /** The logit of class {@code index} for frame {@code frame} of the batch. */
    public float get(int frame, int index) {
        if (index < 0 || index >= classes) {
            throw new IndexOutOfBoundsException("Class " + index + " of " + classes + ".");
        }
        return values.get(frame * classes + index);
    }

    /** Like {@link #get}; fails where a broken model has answered with no number. */
    float finite(int frame, int index) {
        float logit = get(frame, index);
        if (!Float.isFinite(logit)) {
            throw new EngineException("The model's logit of class " + index + " for frame " + frame
                    + " of the batch is " + logit + ", not a finite number.");
        }
        return logit;
    }

    /** Copies the logits of frame {@code frame} of the batch to {@code row}, {@code [classes]}. */
    public void copyRow(int frame, float[] row) {
        values.get(frame * classes, row, 0, classes);
    }
}
