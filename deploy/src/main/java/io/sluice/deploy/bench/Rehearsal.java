package io.sluice.deploy.bench;

import io.sluice.deploy.modeling.Engines;
import io.sluice.deploy.modeling.ModelRequest;
import io.sluice.deploy.modeling.PictureRequest;
import io.sluice.deploy.modeling.PrecisionRequest;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.VitShape;
import io.sluice.inference.weights.RandomWeights;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Loads and runs a model of hardly any size, so that no real one is charged with libraries, threads and compiled code. */
record Rehearsal(EngineTimer timer) {
    private static final VitShape SHAPE = new VitShape(32, 16, 64, 1, 1, 64, 2, 1);
    private static final ModelRequest USUAL = new ModelRequest(
            Optional.empty(), OptionalInt.empty(), PrecisionRequest.USUAL, PictureRequest.USUAL, Optional.empty());

    void run() {
        try (Engines engines = Engines.of(USUAL, new RandomWeights("rehearsal", SHAPE, 1))) {
            timer.imagesPerSecond(engines.rung(ReducerSpec.NONE, Precision.FLOAT32), 1, Duration.ZERO);
        }
    }
}
