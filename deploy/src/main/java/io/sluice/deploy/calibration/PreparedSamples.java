package io.sluice.deploy.calibration;

import io.sluice.inference.engine.SampleFrame;
import io.sluice.inference.model.ClassNames;
import io.sluice.inference.model.Preprocessing;
import java.util.List;
import java.util.function.Consumer;

/** Whatever {@link AdaptiveModels#prepare} was given last: the operator has chosen them, so they come before all others. */
public record PreparedSamples() implements Samples {
    @Override
    public String identity(ClassNames names) {
        return "what 'sluice model calibrate' was given";
    }

    /** None: only what was measured on them is kept. */
    @Override
    public List<SampleFrame> frames(Preprocessing preprocessing, ClassNames names, Consumer<String> problems) {
        return List.of();
    }
}
