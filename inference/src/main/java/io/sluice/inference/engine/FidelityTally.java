package io.sluice.inference.engine;

import io.sluice.inference.model.SampleFidelity;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Sums up how one operating point did beside the dense model. */
final class FidelityTally {
    private int frames;
    private int agreeing;
    private double divergence;
    private int labelled;
    private int right;

    void add(LogScores dense, LogScores scores, OptionalInt label) {
        frames++;
        agreeing += dense.best() == scores.best() ? 1 : 0;
        divergence += dense.divergenceOf(scores);
        labelled += label.isPresent() ? 1 : 0;
        right += label.isPresent() && label.getAsInt() == scores.best() ? 1 : 0;
    }

    /** Of at least one frame. */
    SampleFidelity fidelity() {
        OptionalDouble accuracy =
                labelled == frames ? OptionalDouble.of((double) right / frames) : OptionalDouble.empty();
        return new SampleFidelity((double) agreeing / frames, divergence / frames, accuracy, frames);
    }
}
