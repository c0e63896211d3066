package io.sluice.deploy.console;

import io.sluice.deploy.calibration.AdaptiveModel;
import io.sluice.deploy.tokens.TokenMaps;
import io.sluice.inference.model.Ladder;
import io.sluice.inference.stream.InferenceSettings;
import java.util.Optional;

/**
 * What the process that serves the console can say of models.
 *
 * @param ladder its operating points; empty where it runs none
 * @param lanes batches at the same time; at least 1
 * @param maps what becomes of the tokens of a frame; stays the caller's
 */
public record ServedModel(Optional<Ladder> ladder, int lanes, TokenMaps maps) {
    /** What {@code model} can say, run with these settings. */
    public static ServedModel of(AdaptiveModel model, InferenceSettings settings) {
        return new ServedModel(Optional.of(model.ladder()), settings.batching().lanes(), model.tokenMaps());
    }

    public ServedModel {
        if (lanes < 1) {
            throw new IllegalArgumentException("Expected at least one lane, found " + lanes + ".");
        }
    }
}
